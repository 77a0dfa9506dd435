import type { State } from '@/components/states'

/** The words for states. */
export const status = {
  running: 'Running',
  stopped: 'Stopped',
  lost: 'Lost contact',
  creating: 'Creating',
  migrating: 'Migrating',
  error: 'Error',
  starting: 'Starting…',
  stopping: 'Stopping…',
  online: 'Online',
  offline: 'Offline',
  enabled: 'Enabled',
  disabled: 'Disabled',
  complete: 'Complete',
  receiving: 'Receiving',
  waiting: 'Waiting',
  noFile: 'No file yet',
  notReceived: 'Not received'
} as const satisfies Record<State, string>
