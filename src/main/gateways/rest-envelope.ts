import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'
import type { AppError } from '@shared/contract/errors'
import { onceFrozen } from '@shared/rules/frozen'

interface Envelope {
  /** 0, or the status of the failure. */
  readonly error_code: number
  readonly message: string
  readonly data: unknown
}

/** Answers with what an operation gave; nothing to say is an empty text (api/semantics 1.1). */
export async function sendSuccess(
  reply: FastifyReply,
  status: number,
  data: unknown,
  message = ''
): Promise<FastifyReply> {
  const text = message === '' ? textOfData(data) : textOf({ error_code: 0, message, data })
  // What is answered in one turn goes out together, so that who waits for it all is woken once.
  await setImmediate()
  return send(reply, status, text)
}

/** Clients look at the HTTP status first and give up on any but 200 to 202, so a refusal comes with 200. */
export const sendFailure = (reply: FastifyReply, error: AppError, status = 200, note = ''): FastifyReply =>
  send(reply, status, textOf(refusal(error, note)))

/** Answers what is no HTTP at all, on its bare connection, and closes that. */
export function refuseConnection(socket: Socket, error: AppError, status: number): void {
  if (socket.destroyed || !socket.writable) return void socket.destroy()
  const body = Buffer.from(textOf({ ...refusal(error), error_code: status }))
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
    'connection: close'
  ]
  socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]), () => socket.destroy())
}

const refusal = ({ status, message }: AppError, note = ''): Envelope => ({
  error_code: status,
  message: note === '' ? message : `${message}. ${note}`,
  data: {}
})

/** With a serializer of its own, even an idle one, Fastify adds no character set, which JSON does not have. */
const send = (reply: FastifyReply, status: number, text: string): FastifyReply =>
  reply.code(status).headers(headers).serializer(String).send(text)

const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' } as const

const textOfData = onceFrozen((data) => textOf({ error_code: 0, message: '', data }))

const textOf = (envelope: Envelope): string => JSON.stringify(envelope, null, 2)
