import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '@shared/contract/errors'
import type { ByteRange, Pipe } from '@main/kernel/tickets'
import { digestField } from './rest-digest'
import { sendFailure } from './rest-envelope'

/** Sends a file, or the one part of it that the request asks for, as long as its conditions hold (RFC 9110, 13 and 14). */
export async function sendFile(
  { method, headers }: FastifyRequest,
  reply: FastifyReply,
  { open, size, name, version, checksum }: Extract<Pipe, { kind: 'download' }>
): Promise<FastifyReply> {
  const tag = `"${version}"`
  const digest = checksum && digestField(checksum)
  reply.headers({ etag: tag, 'accept-ranges': 'bytes', 'cache-control': 'no-store' })
  if (digest) reply.header('repr-digest', digest)

  if (headers['if-match'] !== undefined && !names(headers['if-match'], tag))
    return sendFailure(reply, new AppError('FILE_CHANGED', { name }), 412)
  if (names(headers['if-none-match']?.replace(/W\//g, ''), tag)) return reply.code(304).send()

  const isWhole = method === 'HEAD' || !names(headers['if-range'] ?? tag, tag)
  const range = isWhole ? undefined : rangeOf(headers.range, size)
  if (range === 'refused') {
    reply.header('content-range', `bytes */${size}`)
    return sendFailure(reply, new AppError('RANGE_REFUSED', { size }), 416)
  }
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`)
  else if (digest) reply.header('content-digest', digest)
  reply.headers({
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    'content-length': range ? range.end - range.start + 1 : size,
    'content-type': 'application/octet-stream'
  })
  return reply.send(method === 'HEAD' ? undefined : await open(range))
}

/** Says whether a condition names this version of a file. */
const names = (condition: string | string[] | undefined, tag: string): boolean =>
  typeof condition === 'string' && condition.split(',').some((each) => each.trim() === tag || each.trim() === '*')

/** The bytes that a `Range` header asks for; undefined for all of them, also where several ranges are asked for. */
export function rangeOf(header: string | undefined, size: number): ByteRange | 'refused' | undefined {
  const [matched, first = '', last = ''] = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '') ?? []
  if (matched === undefined || (first === '' && last === '')) return undefined
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return start > end ? 'refused' : { start, end }
}
