import type { FastifyRequest } from 'fastify'
import type { AnyOperation } from '@shared/contract/define'
import { fromText } from '@shared/contract/schema'
import type { Visitor } from './dispatch-as'

type Texts = Readonly<Record<string, string | string[]>>

/** The one input of an operation: what the path says counts most, then the body. */
export const inputOf = (operation: AnyOperation, { query, params }: FastifyRequest, body: object): object => ({
  ...fromText(operation, query as Texts),
  ...body,
  ...fromText(operation, params as Texts)
})

/** Who asks, and from where. */
export const visitorOf = ({ headers, ip }: FastifyRequest): Visitor => ({
  session: String(headers['nano-session'] ?? ''),
  address: ip ?? ''
})

/** How many fields are named, and how much of each. */
const NAMED = 10
const LONGEST_NAME = 64

/** Names the fields that were passed over, where nothing that the operation knows was sent; '' else. */
export function noteOn(operation: AnyOperation, { query }: FastifyRequest, body: object): string {
  const names = [...Object.keys(query as Texts), ...Object.keys(body)]
  if (names.length === 0 || names.some((name) => Object.hasOwn(operation.input.shape, name))) return ''
  const shown = names.slice(0, NAMED).map((name) => `"${name.slice(0, LONGEST_NAME)}"`)
  return `Unknown fields were passed over: ${shown.join(', ')}${names.length > NAMED ? ' and more' : ''}`
}
