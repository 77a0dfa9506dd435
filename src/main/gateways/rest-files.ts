import type { FastifyReply, FastifyRequest } from 'fastify'
import type { NamedOperation } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import type { Image, Ticket } from '@shared/contract/image'
import type { Core } from '@main/kernel/core'
import type { Pipe } from '@main/kernel/tickets'
import { dispatchAs } from './dispatch-as'
import { contentRangeOf, type Portion, type Question } from './rest-content-range'
import { fileDigestOf } from './rest-digest'
import { sendFile } from './rest-download'
import { sendSuccess } from './rest-envelope'
import { inputOf, visitorOf } from './rest-input'
import { receiveFile } from './rest-upload'

type Answer = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/** Takes a file in, or a part of it, which is answered with 202 until the file is whole (contract's `upload`). */
export const receive =
  (core: Core, named: NamedOperation): Answer =>
  async (request, reply) => {
    const range = rangeOf(request)
    if (range && 'asked' in range) return answerReceived(core, named, { request, reply, size: range.asked })
    await takeIn(core, named, [request, range ?? wholeOf(request)])
    const end = range && range.offset + range.length
    return end === undefined || end === range?.size ? sendSuccess(reply, 200, '') : sendReceived(reply, end)
  }

/** Sends a file out. */
export const send =
  (core: Core, named: NamedOperation): Answer =>
  async (request, reply) => {
    const pipe = await redeem(core, named, [request, {}])
    return pipe.kind === 'download' ? sendFile(request, reply, pipe) : fail('TICKET_INVALID', {})
  }

/** Says how much is there of a file. What was cut off between its last byte and its acceptance is accepted now. */
async function answerReceived(
  core: Core,
  { name, operation }: NamedOperation,
  { request, reply, size }: { request: FastifyRequest; reply: FastifyReply; size: number | undefined }
): Promise<FastifyReply> {
  const call = [name.replace(/\w+$/, 'get'), inputOf(operation, request, {})] as const
  const image = (await dispatchAs(core, visitorOf(request), call)) as Image
  if (image.created && image.received === 0 && image.size === size) return sendSuccess(reply, 200, '')
  if (size === undefined || image.received !== size) return sendReceived(reply, image.received)
  await takeIn(core, { name, operation }, [request, { size, offset: size }])
  return sendSuccess(reply, 200, '')
}

async function takeIn(
  core: Core,
  named: NamedOperation,
  [request, sent]: readonly [FastifyRequest, Partial<Portion>]
): Promise<void> {
  const checksum = fileDigestOf(request.headers)
  const pipe = await redeem(core, named, [request, { ...sent, ...(checksum && { checksum }) }])
  if (pipe.kind !== 'upload') fail('TICKET_INVALID', {})
  await receiveFile(request, (checksumOf) => pipe.open(checksumOf))
}

async function redeem(
  core: Core,
  { name, operation }: NamedOperation,
  [request, body]: readonly [FastifyRequest, object]
): Promise<Pipe> {
  const call = [name, inputOf(operation, request, body)] as const
  const { ticket } = (await dispatchAs(core, visitorOf(request), call)) as Ticket
  return core.tickets.redeem(ticket)
}

const sendReceived = (reply: FastifyReply, received: number): Promise<FastifyReply> =>
  sendSuccess(reply, 202, { received })

/** What a whole file's length says, as long as it comes alone and nothing else was said. */
function wholeOf(request: FastifyRequest): Partial<Portion> {
  const length = request.headers['content-length']
  const { size, offset } = request.query as Record<string, unknown>
  const isSaid = size !== undefined || offset !== undefined
  return length === undefined || request.isMultipart() || isSaid ? {} : { size: Number(length) }
}

function rangeOf(request: FastifyRequest): Portion | Question | undefined {
  const header = request.headers['content-range']
  if (header === undefined) return undefined
  if (request.isMultipart()) fail('BODY_INVALID', { reason: 'a form cannot go on with a file; send the bare bytes' })
  const range = contentRangeOf(header)
  const announced = request.headers['content-length']
  const length = 'asked' in range ? 0 : range.length
  if (announced !== undefined && Number(announced) !== length)
    fail('BODY_INVALID', { reason: `Content-Range stands for ${length} bytes, Content-Length for ${announced}` })
  return range
}
