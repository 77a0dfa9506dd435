import { fail } from '@shared/contract/errors'

/** What of a file a request's body brings; `size` is the whole file's, where the sender knows it. */
export interface Portion {
  readonly offset: number
  readonly length: number
  readonly size?: number
}

/** No body: the sender asks how much is there of a file of that size. */
export interface Question {
  readonly asked: number | undefined
}

/** Reads the `Content-Range` of a request (RFC 9110, 14.4): `bytes 0-99/200`, or `bytes *` and the size to ask. */
export function contentRangeOf(header: string): Portion | Question {
  const [matched, first = '', last = '', total = ''] =
    /^\s*bytes\s+(?:(\d+)-(\d+)|\*)\/(\d+|\*)\s*$/i.exec(header) ?? []
  if (matched === undefined) refuse('write it like "bytes 0-1023/4096"')
  const size = total === '*' ? undefined : Number(total)
  if (first === '') return { asked: size }
  const [offset, end] = [Number(first), Number(last) + 1]
  if (end <= offset) refuse('its last byte is before its first')
  if (end > (size ?? Number.MAX_SAFE_INTEGER)) refuse(`the file has ${size ?? 'never so many'} bytes`)
  return { offset, length: end - offset, ...(size !== undefined && { size }) }
}

const refuse = (why: string): never => fail('BODY_INVALID', { reason: `Content-Range: ${why}` })
