import type { IncomingHttpHeaders } from 'node:http'
import { fail } from '@shared/contract/errors'

/** A SHA-256 in hex, as RFC 9530 writes it. */
export const digestField = (checksum: string): string => `sha-256=:${Buffer.from(checksum, 'hex').toString('base64')}:`

/** What a request says of the SHA-256 of its whole file, in hex; other algorithms are passed over, as RFC 9530 has it. */
export const fileDigestOf = (headers: IncomingHttpHeaders): string | undefined =>
  sha256In(headers, 'repr-digest') ?? sha256In(headers, 'digest')

/** What a request says of the SHA-256 of its very body. */
export const bodyDigestOf = (headers: IncomingHttpHeaders): string | undefined => sha256In(headers, 'content-digest')

/** `sha-256=:<base64>:` (RFC 9530), or without the colons (RFC 3230). */
function sha256In(headers: IncomingHttpHeaders, name: string): string | undefined {
  const entries = String(headers[name] ?? '').split(',')
  const entry = entries.map((each) => each.trim()).find((each) => /^sha-256\b/i.test(each))
  if (entry === undefined) return undefined
  const [, base64 = ''] = /^sha-256=:?([A-Za-z0-9+/]{43}=):?$/i.exec(entry) ?? []
  if (base64 === '') fail('INPUT_INVALID', { issues: [`${name}: Write sha-256=:<44 letters of base64>:`] })
  return Buffer.from(base64, 'base64').toString('hex')
}
