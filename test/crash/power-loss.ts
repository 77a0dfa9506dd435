import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Step } from '../support/watched-io'

/** What a disk may have done, at the moment of a power loss, with what it was not told to make safe. */
export const outcomes = [
  'nothing',
  'everything',
  'only the names',
  'only the removals',
  'only the bytes',
  'the first half of the bytes',
  'the last half of the bytes'
] as const
export type Outcome = (typeof outcomes)[number]

const SECTOR = 512

interface File {
  bytes: Buffer
  safe: Buffer
}

/** A disk in thought. It takes the store's calls one by one, and can lose its power at any time. */
export class ThoughtDisk {
  readonly #folder: string
  readonly #names = new Map<string, File>()
  #safeNames = new Map<string, File>()
  readonly #open = new Map<string, File>()

  constructor(folder: string) {
    this.#folder = folder
  }

  take({ call, path, to, flags, length, written }: Step): void {
    if (path === this.#folder) {
      if (call === 'sync' || call === 'syncInBackground') this.#safeNames = new Map(this.#names)
      return
    }
    if (!path.startsWith(this.#folder)) return
    if (call === 'open') return this.#openFile(path, flags)
    if (call === 'remove' || call === 'removeInBackground') return void this.#names.delete(path)
    if (call === 'rename') return this.#rename(path, to ?? '')
    const file = this.#open.get(path)
    if (!file) return
    if (call === 'truncate') file.bytes = resized(file.bytes, length ?? 0)
    else if (written) file.bytes = overwritten(file.bytes, written)
    else if (call.startsWith('sync')) file.safe = file.bytes
  }

  /** Writes what is left after a power loss into an empty folder. */
  losePower(outcome: Outcome, folder: string): void {
    mkdirSync(folder, { recursive: true })
    for (const [path, file] of this.#namesLeft(outcome))
      writeFileSync(join(folder, basename(path)), leftOf(file, outcome))
  }

  #namesLeft(outcome: Outcome): Map<string, File> {
    if (outcome === 'nothing' || outcome === 'only the bytes') return this.#safeNames
    if (outcome !== 'only the removals') return this.#names
    return new Map([...this.#safeNames].filter(([path]) => this.#names.has(path)))
  }

  #openFile(path: string, flags = ''): void {
    const file = this.#names.get(path) ?? { bytes: Buffer.alloc(0), safe: Buffer.alloc(0) }
    if (flags === 'w') file.bytes = Buffer.alloc(0)
    this.#names.set(path, file)
    this.#open.set(path, file)
  }

  #rename(from: string, to: string): void {
    const file = this.#names.get(from)
    if (!file) return
    this.#names.delete(from)
    this.#names.set(to, file)
  }
}

function leftOf({ bytes, safe }: File, outcome: Outcome): Buffer {
  if (outcome === 'everything' || outcome === 'only the bytes') return bytes
  if (!outcome.endsWith('half of the bytes')) return safe
  const middle = middleOfChange(bytes, safe)
  return outcome === 'the first half of the bytes'
    ? Buffer.concat([bytes.subarray(0, middle), safe.subarray(middle)])
    : Buffer.concat([resized(safe, middle), bytes.subarray(middle)])
}

/** Between the first and the last byte that differ, where a sector of the disk ends. */
function middleOfChange(bytes: Buffer, safe: Buffer): number {
  const before = resized(safe, bytes.length)
  let [first, last] = [0, bytes.length]
  while (first < last && bytes[first] === before[first]) first++
  while (first < last && bytes[last - 1] === before[last - 1]) last--
  return Math.min(Math.ceil((first + last) / 2 / SECTOR) * SECTOR, bytes.length)
}

const resized = (bytes: Buffer, length: number): Buffer =>
  Buffer.concat([bytes.subarray(0, length), Buffer.alloc(Math.max(0, length - bytes.length))])

function overwritten(bytes: Buffer, { bytes: news, position }: NonNullable<Step['written']>): Buffer {
  return Buffer.concat([resized(bytes, position), news, bytes.subarray(position + news.length)])
}
