import { access, constants, open } from 'node:fs/promises'
import { formatBytes } from '@shared/text/bytes'
import type { Clock } from '@main/kernel/clock'
import { DriverError, type CloneSource, type DriverOptions } from '../driver'

const LINK_MS = 60
const COPY_BYTES_PER_MS = 800_000
const COPY_MOST_MS = 12_000
const STEPS = 20

/** Takes as long as making such a disk would, and tells how far it is. The image is looked at, never copied. */
export async function makeDisk(
  { size, source }: { readonly size: number; readonly source?: CloneSource },
  options: DriverOptions,
  clock: Clock
): Promise<void> {
  const image = source ? await virtualSizeOf(source) : 0
  if (size < image)
    throw new DriverError(
      `The image ${source?.path} is larger (${formatBytes(image)}) than the disk (${formatBytes(size)})`
    )
  await takeTime(source && !source.linked ? image : 0, options, clock)
}

/** Takes as long as copying so many bytes would, and tells how far it is; rejects when it is cancelled. */
export async function takeTime(bytes: number, { signal, progress }: DriverOptions, clock: Clock): Promise<void> {
  const steps = bytes > 0 ? STEPS : 1
  const ms = Math.min(LINK_MS + bytes / COPY_BYTES_PER_MS, COPY_MOST_MS)
  for (let step = 1; step <= steps; step++) {
    await rest(ms / steps, signal, clock)
    progress.report(step / steps, bytes > 0 ? `${formatBytes((bytes * step) / steps)} copied` : 'made')
  }
}

/** Rejects unless the file can be read. */
export async function needFile(path: string): Promise<void> {
  await access(path, constants.R_OK).catch((cause: unknown) => refuseFile(path, 'read', cause))
}

async function rest(ms: number, signal: AbortSignal, clock: Clock): Promise<void> {
  const cancelled = (): DriverError => new DriverError('Nothing was changed: cancelled', 'cancelled')
  await clock.sleep(ms, signal).catch(() => {
    throw cancelled()
  })
  if (signal.aborted) throw cancelled()
}

/** Bytes of the disk inside an image; a qcow2 has it at offset 24, big-endian (QEMU docs, interop/qcow2, "Header"). */
async function virtualSizeOf({ path, format }: CloneSource): Promise<number> {
  const file = await open(path).catch((cause: unknown) => refuseFile(path, 'read', cause))
  try {
    if (format === 'raw') return (await file.stat()).size
    const { buffer, bytesRead } = await file.read(Buffer.alloc(32), 0, 32, 0)
    if (bytesRead < 32 || buffer.toString('latin1', 0, 4) !== 'QFI\xfb')
      throw new DriverError(`The image ${path} is not a qcow2 file`)
    return Number(buffer.readBigUInt64BE(24))
  } finally {
    await file.close()
  }
}

/** Refuses with what a file system said of a file. */
export function refuseFile(path: string, what: 'read' | 'written', cause: unknown): never {
  const isFull = (cause as NodeJS.ErrnoException).code === 'ENOSPC'
  const reason = cause instanceof Error ? cause.message : String(cause)
  throw new DriverError(`The file ${path} cannot be ${what}: ${reason}`, isFull ? 'disk_full' : 'failed', { cause })
}
