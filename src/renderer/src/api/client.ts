import { contract, type Client } from '@shared/contract'
import { AppError } from '@shared/contract/errors'
import type { Bridge } from '@shared/contract/wire'

/** Builds `client.guest.create(input)` and its siblings from the contract; a refusal is thrown as `AppError`. */
export function createClient(bridge: Pick<Bridge, 'call'>): Client {
  const groups = Object.entries(contract).map(([group, operations]) => {
    const methods = Object.keys(operations).map((key) => [
      key,
      (input: unknown) => call(bridge, `${group}.${key}`, input)
    ])
    return [group, Object.fromEntries(methods)]
  })
  return Object.fromEntries(groups) as Client
}

async function call(bridge: Pick<Bridge, 'call'>, operation: string, input: unknown): Promise<unknown> {
  const reply = await bridge.call(operation, input)
  if (reply.ok) return reply.value
  throw AppError.fromPayload(reply.error)
}
