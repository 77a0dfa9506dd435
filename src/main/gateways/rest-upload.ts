import type { Readable, Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Multipart } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { fail } from '@shared/contract/errors'

/** The part of a multipart body that carries the file (api/semantics 1.8). */
const FILE_PART = 'image'

export const isMultipart = (contentType: string | undefined): boolean =>
  /^\s*multipart\/form-data\s*(;|$)/i.test(contentType ?? '')

/** Streams a request's file, its part `image` or its whole body, to where it belongs. */
export async function receiveFile(request: FastifyRequest, open: () => Promise<Writable>): Promise<void> {
  if (!request.isMultipart()) return pour(request.raw, await open())
  let isReceived = false
  try {
    for await (const part of partsOf(request)) {
      if (part.type !== 'file') continue
      if (part.fieldname !== FILE_PART || isReceived) part.file.resume()
      else {
        await pour(part.file, await open())
        isReceived = true
      }
    }
  } finally {
    request.raw.unpipe()
    request.raw.resume()
  }
  if (!isReceived) fail('BODY_INVALID', { reason: `the part "${FILE_PART}" is missing` })
}

async function* partsOf(request: FastifyRequest): AsyncGenerator<Multipart> {
  try {
    yield* request.parts({ limits: { fileSize: Infinity } })
  } catch (cause) {
    fail('BODY_INVALID', { reason: (cause as Error).message }, { cause })
  }
}

/** Writes all of `source`. When the file refuses, the rest is read and dropped, so that its sender hears why. */
async function pour(source: Readable, file: Writable): Promise<void> {
  let isBroken = false
  const breakOff = (): void => {
    if (source.readableEnded) return
    isBroken = true
    file.destroy()
  }
  source.on('error', breakOff).on('close', breakOff)
  if (source.destroyed) breakOff()
  source.pipe(file)
  try {
    await finished(file)
  } catch (cause) {
    if (isBroken) fail('BODY_INVALID', { reason: 'the upload was broken off' }, { cause })
    throw cause
  } finally {
    source.unpipe(file)
    source.resume()
  }
}
