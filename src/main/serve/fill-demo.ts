import { AppError } from '@shared/contract/errors'
import type { Task } from '@shared/contract/task'
import type { App } from '@main/app'
import type { Caller } from '@main/kernel/call'

const OPERATION = 'system.fillDemo'
/** Whoever started the serve shell, before anybody could sign in. */
const starter: Caller = {
  user: '',
  group: '',
  session: '',
  address: '',
  permissions: new Set(['system:setup']),
  shares: new Set()
}

/** Adds the simulated fleet, and waits until it is whole. A folder that has one is left as it is. */
export async function fillDemo({ dispatcher, bus }: Pick<App, 'dispatcher' | 'bus'>): Promise<void> {
  let end: (task: Task) => void
  const ended = new Promise<Task>((resolve) => (end = resolve))
  const stopListening = bus.subscribe(({ name, payload }) => {
    if (name === 'task.changed' && payload.operation === OPERATION && payload.state !== 'running') end(payload)
  })
  try {
    await dispatcher.dispatch(OPERATION, {}, starter)
    const { error } = await ended
    if (error !== '') throw new Error(`the demo fleet could not be made: ${error}`)
  } catch (cause) {
    if (!(cause instanceof AppError && cause.code === 'DEMO_PRESENT')) throw cause
  } finally {
    stopListening()
  }
}
