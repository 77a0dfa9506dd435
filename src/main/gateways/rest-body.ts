import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError, fail } from '@shared/contract/errors'
import { MAX_INPUT } from './input-size'

/**
 * Reads a JSON body, whatever content type it claims: an object, or one in an array as the API's examples draw
 * them; nothing at all is an empty object (api/semantics 1.1). It has to be whole after `ms`.
 */
export async function readJson(body: Readable, ms: number): Promise<object> {
  const text = decoded(await readAll(body, ms))
  if (text.trim() === '') return {}
  const value = parsed(text)
  const [object, ...more] = Array.isArray(value) ? (value as unknown[]) : [value]
  if (typeof object !== 'object' || object === null || Array.isArray(object) || more.length > 0)
    fail('BODY_INVALID', { reason: 'one JSON object is expected' })
  return object
}

/** Drops the rest of a request's body: who still sends when the connection closes would not hear the answer. */
export async function readToEnd({ raw, ws, server }: FastifyRequest, reply: FastifyReply): Promise<void> {
  // What wants to become a WebSocket has no body, nor an end.
  if (ws) return
  const isRead = await within(server.patience.body, finished(raw.resume())).catch(() => false)
  if (!isRead) reply.header('connection', 'close')
}

/** What is too large is still read to its end, so that its sender hears why. */
async function readAll(body: Readable, ms: number): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  const take = (chunk: Buffer): void => {
    size += chunk.length
    if (size <= MAX_INPUT) chunks.push(chunk)
    else chunks.length = 0
  }
  try {
    const isWhole = await within(ms, finished(body.on('data', take)))
    if (!isWhole) fail('BODY_INVALID', { reason: `it did not come within ${ms / 1000} seconds` })
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    fail('BODY_INVALID', { reason: 'it was broken off' }, { cause })
  } finally {
    body.off('data', take)
  }
  if (size > MAX_INPUT) fail('INPUT_TOO_LARGE', { limit: MAX_INPUT })
  return Buffer.concat(chunks)
}

/** Says whether the work was done in time. */
async function within(ms: number, work: Promise<void>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(resolve, ms, false)
  try {
    return await Promise.race([work.then(() => true), late])
  } finally {
    clearTimeout(timer)
    work.catch(() => undefined)
  }
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
