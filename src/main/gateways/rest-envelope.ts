import type { FastifyReply } from 'fastify'
import type { AppError } from '@shared/contract/errors'

interface Envelope {
  /** 0, or the status of the failure. */
  readonly error_code: number
  readonly message: string
  readonly data: unknown
}

/** Answers with what an operation gave; nothing to say is an empty text (api/semantics 1.1). */
export const sendSuccess = (reply: FastifyReply, status: number, data: unknown): FastifyReply =>
  send(reply, status, { error_code: 0, message: '', data })

/** Clients look at the HTTP status first and give up on any but 200 to 202, so a refusal comes with 200. */
export const sendFailure = (reply: FastifyReply, error: AppError, status = 200): FastifyReply =>
  send(reply, status, { error_code: error.status, message: error.message, data: {} })

/** Bytes rather than text, to which Fastify would add a character set that JSON does not have. */
const send = (reply: FastifyReply, status: number, envelope: Envelope): FastifyReply =>
  reply
    .code(status)
    .headers({ 'content-type': 'application/json', 'cache-control': 'no-store' })
    .send(Buffer.from(JSON.stringify(envelope, null, 2)))
