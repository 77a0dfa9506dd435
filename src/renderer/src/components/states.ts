/** One shape per state, so that it reads without colour. */
export type Shape = 'running' | 'stopped' | 'lost' | 'creating' | 'migrating' | 'error' | 'complete'

/** The states that pages show, each with the shape that says it. The colour token has the shape's name. */
export const shapeOf = {
  running: 'running',
  stopped: 'stopped',
  lost: 'lost',
  creating: 'creating',
  migrating: 'migrating',
  error: 'error',
  starting: 'creating',
  stopping: 'creating',
  online: 'running',
  offline: 'stopped',
  enabled: 'complete',
  disabled: 'stopped',
  complete: 'complete',
  receiving: 'creating',
  waiting: 'creating',
  noFile: 'stopped',
  notReceived: 'error'
} as const satisfies Record<string, Shape>

export type State = keyof typeof shapeOf
