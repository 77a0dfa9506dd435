import { open, rm, type FileHandle } from 'node:fs/promises'
import { RECORD_BYTES, UsageRecords } from './usage-records'

/** The rings of a file: milliseconds of a step, and how many steps it has before it begins anew. */
export const rings = {
  hour: { step: 2_000, size: 1_800 },
  day: { step: 60_000, size: 1_440 },
  month: { step: 1_800_000, size: 1_440 }
} as const
export type RingName = keyof typeof rings
export const ringNames = Object.keys(rings) as RingName[]

/** What is written is not what was read. */
export class DamagedUsageFile extends Error {
  override readonly name = 'DamagedUsageFile'
}

/** Begins every file; one of other rings is no use. 32 bytes long, so that no record crosses a sector's end. */
const HEADER = new Uint8Array(
  Uint32Array.of(0x4e_64_75_31, RECORD_BYTES, ...ringNames.flatMap((name) => [rings[name].step, rings[name].size]))
    .buffer
)
const startOf = (ring: RingName): number =>
  ringNames
    .slice(0, ringNames.indexOf(ring))
    .reduce((sum, name) => sum + rings[name].size * RECORD_BYTES, HEADER.length)

/**
 * The load of one guest or place over time. Each step has its place in a ring, so the file stays below 150 KB. Nothing is
 * synced: a killed application has written, and after a power loss a ring may have gaps.
 */
export class UsageFile {
  readonly #path: string
  constructor(path: string) {
    this.#path = path
  }

  /** A whole ring, or one step of it, in the order of places. Nothing for no file; rejects for a damaged one. */
  async read(ring: RingName, step?: number): Promise<UsageRecords> {
    const file = await this.#open()
    if (!file) return new UsageRecords()
    try {
      const { size } = rings[ring]
      const [first, count] = step === undefined ? [0, size] : [step % size, 1]
      if (!(await read(file, 0, HEADER.length)).equals(HEADER)) throw new DamagedUsageFile('it has another head')
      const bytes = await read(file, startOf(ring) + first * RECORD_BYTES, count * RECORD_BYTES)
      const records = new UsageRecords(bytes.buffer as ArrayBuffer)
      for (let index = 0; index < count; index++) {
        const isInPlace = records.stepOf(index) === 0 || records.stepOf(index) % size === first + index
        if (!records.isWhole(index) || !isInPlace)
          throw new DamagedUsageFile(`step ${first + index} of the last ${ring} is damaged`)
      }
      return records
    } finally {
      await file.close()
    }
  }

  /** Puts records in their places, over what was there. */
  async write(records: Readonly<Record<RingName, UsageRecords>>): Promise<void> {
    // Taken before anything is waited for: they go on meanwhile.
    const pieces = ringNames.flatMap((ring) => [...piecesOf(ring, records[ring])])
    const file = (await this.#open()) ?? (await open(this.#path, 'w+', 0o600))
    try {
      if ((await file.stat()).size === 0) pieces.unshift({ position: 0, bytes: HEADER })
      for (const { position, bytes } of pieces) {
        const { bytesWritten } = await file.write(bytes, 0, bytes.length, position)
        if (bytesWritten < bytes.length) throw new Error(`only ${bytesWritten} of ${bytes.length} bytes were written`)
      }
    } finally {
      await file.close()
    }
  }

  async remove(): Promise<void> {
    await rm(this.#path, { force: true })
  }

  async #open(): Promise<FileHandle | undefined> {
    try {
      return await open(this.#path, 'r+')
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw cause
    }
  }
}

/** What lies beyond the end was never written. */
async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.from(new ArrayBuffer(length))
  await file.read(bytes, 0, length, position)
  return bytes
}

/** Steps that follow each other are written at once. */
function* piecesOf(ring: RingName, records: UsageRecords) {
  const { size } = rings[ring]
  for (let from = 0, to = 1; from < records.count; from = to, to++) {
    const first = records.stepOf(from)
    while (to < records.count && records.stepOf(to) === first + to - from && records.stepOf(to) % size !== 0) to++
    yield { position: startOf(ring) + (first % size) * RECORD_BYTES, bytes: records.bytes(from, to) }
  }
}
