import { createHash } from 'node:crypto'
import type { Readable, Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Multipart } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { fail } from '@shared/contract/errors'
import { Checksum } from '@shared/contract/image'
import type { Pipe } from '@main/kernel/tickets'
import { bodyDigestOf } from './rest-digest'

/** The parts of a multipart body that carry the file and its SHA-256 (api/semantics 1.8). */
const FILE_PART = 'image'
const CHECKSUM_PART = 'checksum'

export const isMultipart = (contentType: string | undefined): boolean =>
  /^\s*multipart\/form-data\s*(;|$)/i.test(contentType ?? '')

/** Streams a request's file, its part `image` or its whole body, to where it belongs. */
export async function receiveFile(
  request: FastifyRequest,
  open: Extract<Pipe, { kind: 'upload' }>['open']
): Promise<void> {
  const expected = bodyDigestOf(request.headers)
  if (request.isMultipart()) {
    if (expected) fail('BODY_INVALID', { reason: 'the Content-Digest of a form is not checked; send Repr-Digest' })
    return receiveForm(request, open)
  }
  const file = await open()
  await whole(file, async () => {
    const hash = expected && createHash('sha256')
    if (hash) request.raw.on('data', (chunk: Buffer) => hash.update(chunk))
    await pour(request, [request.raw, file])
    if (hash && hash.digest('hex') !== expected)
      fail('BODY_INVALID', { reason: 'its SHA-256 is not what Content-Digest says' })
  })
}

async function receiveForm(request: FastifyRequest, open: Extract<Pipe, { kind: 'upload' }>['open']): Promise<void> {
  let checksum: string | undefined
  const parts = partsOf(request)
  try {
    for await (const part of parts) {
      if (part.type === 'file' && part.fieldname === FILE_PART) {
        const file = await open(() => checksum)
        return await whole(file, async () => {
          await pour(request, [part.file, file])
          for await (const more of parts) checksum = checksumIn(more) ?? checksum
        })
      }
      checksum = checksumIn(part) ?? checksum
    }
  } finally {
    request.raw.unpipe()
    request.raw.resume()
  }
  fail('BODY_INVALID', { reason: `the part "${FILE_PART}" is missing` })
}

/** The checksum, if that is what the part is; a file that nobody wants is passed over. */
function checksumIn(part: Multipart): string | undefined {
  if (part.type === 'file') part.file.resume()
  else if (part.fieldname === CHECKSUM_PART) {
    const { data, error } = Checksum.safeParse(part.value)
    return data ?? fail('INPUT_INVALID', { issues: [`${CHECKSUM_PART}: ${error?.issues[0]?.message}`] })
  }
  return undefined
}

async function* partsOf(request: FastifyRequest): AsyncGenerator<Multipart> {
  try {
    yield* request.parts({ limits: { fileSize: Infinity } })
  } catch (cause) {
    fail('BODY_INVALID', { reason: (cause as Error).message }, { cause })
  }
}

/** Ends the file once `fill` has filled it; when that fails, the file is told why. */
async function whole(file: Writable, fill: () => Promise<void>): Promise<void> {
  try {
    await fill()
  } catch (cause) {
    const closed = finished(file).catch(() => undefined)
    file.destroy(cause as Error)
    await closed
    throw cause
  }
  file.end()
  await finished(file)
}

/** Writes all of `source`. When the file refuses, the rest is read and dropped, so that its sender hears why. */
async function pour(request: FastifyRequest, [source, file]: readonly [Readable, Writable]): Promise<void> {
  let isBroken = false
  const breakOff = (): void => {
    if (source.readableEnded) return
    isBroken = true
    file.destroy()
  }
  source.on('error', breakOff).on('close', breakOff)
  if (source.destroyed) breakOff()
  const stopWatch = watchPieces(request, () => (file.writableNeedDrain ? undefined : breakOff()))
  const take = (chunk: Buffer): void => {
    if (!file.write(chunk, () => release(chunk))) source.pause()
  }
  const goOn = (): void => void source.resume()
  source.on('data', take)
  file.on('drain', goOn)
  try {
    await Promise.race([new Promise((resolve) => source.once('end', resolve)), finished(file)])
  } catch (cause) {
    if (isBroken) fail('BODY_INVALID', { reason: 'the upload was broken off' }, { cause })
    throw cause
  } finally {
    stopWatch()
    source.off('data', take).resume()
    file.off('drain', goOn)
  }
}

/** Frees the memory of a piece that is written, unless more is in it: garbage is collected late, and gigabytes come. */
function release({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}

/** Calls back whenever nothing has come for too long; that may be because the disk is slow. */
function watchPieces({ raw, server }: FastifyRequest, onSilence: () => void): () => void {
  const look = (): void => {
    onSilence()
    raw.setTimeout(server.patience.piece)
  }
  raw.on('timeout', look).setTimeout(server.patience.piece)
  return () => void raw.off('timeout', look).setTimeout(0)
}
