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
