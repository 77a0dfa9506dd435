import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { FastifyRequest } from 'fastify'
import { fail } from '@shared/contract/errors'
import { MAX_INPUT } from './input-size'

/**
 * Reads a JSON body, whatever content type it claims: an object, or one in an array as the API's examples draw
 * them; nothing at all is an empty object (api/semantics 1.1).
 */
export async function readJson(body: Readable): Promise<object> {
  const text = decoded(await readAll(body))
  if (text.trim() === '') return {}
  const value = parsed(text)
  const [object, ...more] = Array.isArray(value) ? (value as unknown[]) : [value]
  if (typeof object !== 'object' || object === null || Array.isArray(object) || more.length > 0)
    fail('BODY_INVALID', { reason: 'one JSON object is expected' })
  return object
}

/** Drops the rest of a request's body: who still sends when the connection closes would not hear the answer. */
export async function readToEnd({ raw, ws }: FastifyRequest): Promise<void> {
  // What wants to become a WebSocket has no body, nor an end.
  if (!ws) await finished(raw.resume()).catch(() => undefined)
}

/** What is too large is still read to its end, so that its sender hears why. */
async function readAll(body: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MAX_INPUT) chunks.push(chunk)
  }
  if (size > MAX_INPUT) fail('INPUT_TOO_LARGE', { limit: MAX_INPUT })
  return Buffer.concat(chunks)
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    return fail('BODY_INVALID', { reason: 'it is not UTF-8 text' }, { cause })
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    return fail('BODY_INVALID', { reason: (cause as Error).message }, { cause })
  }
}
