import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '@shared/contract/errors'
import type { ByteRange, Pipe } from '@main/kernel/tickets'
import { sendFailure } from './rest-envelope'

/** Sends a file, or the one part of it that the request asks for (RFC 9110, 14). */
export async function sendFile(
  { method, headers }: FastifyRequest,
  reply: FastifyReply,
  { open, size, name }: Extract<Pipe, { kind: 'download' }>
): Promise<FastifyReply> {
  // Nothing tells one version of a file from another, so a condition on it is never met.
  const range = headers['if-range'] === undefined ? rangeOf(headers.range, size) : undefined
  if (range === 'refused') {
    reply.header('content-range', `bytes */${size}`)
    return sendFailure(reply, new AppError('RANGE_REFUSED', { size }), 416)
  }
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`)
  reply.headers({
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    'content-length': range ? range.end - range.start + 1 : size,
    'content-type': 'application/octet-stream'
  })
  return reply.send(method === 'HEAD' ? undefined : await open(range))
}

/** The bytes that a `Range` header asks for; undefined for all of them, also where several ranges are asked for. */
export function rangeOf(header: string | undefined, size: number): ByteRange | 'refused' | undefined {
  const [matched, first = '', last = ''] = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '') ?? []
  if (matched === undefined || (first === '' && last === '')) return undefined
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return start > end ? 'refused' : { start, end }
}
