import type { Client } from '@shared/contract'
import { AppError } from '@shared/contract/errors'
import type { Bridge } from '@shared/contract/wire'

/**
 * Makes `client.guest.create(input)` and its siblings the calls of `guest.create`; a refusal is thrown as `AppError`.
 * Its type knows what there is. The contract itself, with all its schemas, is not loaded for that.
 */
export function createClient(bridge: Pick<Bridge, 'call'>): Client {
  const groups = namesTo((group) => namesTo((key) => (input: unknown) => call(bridge, `${group}.${key}`, input)))
  return groups as unknown as Client
}

/** An object that makes what a name stands for when it is asked for it. */
const namesTo = <T>(make: (name: string) => T): Readonly<Record<string, T>> =>
  new Proxy({}, { get: (_target, name) => (typeof name === 'string' ? make(name) : undefined) })

async function call(bridge: Pick<Bridge, 'call'>, operation: string, input: unknown): Promise<unknown> {
  const reply = await bridge.call(operation, input)
  if (reply.ok) return reply.value
  throw AppError.fromPayload(reply.error)
}
