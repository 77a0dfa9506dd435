import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '@main/kernel/clock'
import type { Part } from './image-writer'

/** How long a part waits for the rest of its file. */
const LIFETIME_MS = 24 * 3_600_000
const SUFFIX = '.part'

/** The files of a folder that are on their way: `<image>.part`. They outlive the process, but not a day. */
export class ImageParts {
  readonly #folder: string
  readonly #clock: Clock
  readonly #parts = new Map<string, Part>()

  constructor(folder: string, clock: Clock) {
    this.#folder = folder
    this.#clock = clock
  }

  pathOf(image: string): string {
    return join(this.#folder, image + SUFFIX)
  }

  find(image: string): Part {
    return this.#parts.get(image) ?? { bytes: 0, hash: undefined }
  }

  /** As `find`, after a look at what really is there. */
  async look(image: string): Promise<Part> {
    const { size } = await stat(this.pathOf(image)).catch(() => ({ size: 0 }))
    if (size !== this.find(image).bytes) this.set(image, size > 0 ? { bytes: size, hash: undefined } : undefined)
    return this.find(image)
  }

  /** Notes how much is there; nothing is forgotten by undefined. */
  set(image: string, part: Part | undefined): void {
    if (part) this.#parts.set(image, part)
    else this.#parts.delete(image)
  }

  async remove(image: string): Promise<void> {
    this.#parts.delete(image)
    await rm(this.pathOf(image), { force: true })
  }

  /** Learns what there is, and removes what is too old or of no image; gives the ids of those. Leaves what is `busy`. */
  async sweep(known: ReadonlySet<string>, busy: ReadonlySet<string>): Promise<string[]> {
    const names = (await readdir(this.#folder).catch(() => [])).filter((name) => name.endsWith(SUFFIX))
    const images = names.map((name) => name.slice(0, -SUFFIX.length)).filter((image) => !busy.has(image))
    const removed: string[] = []
    for (const image of images) {
      const { size, mtimeMs } = await stat(this.pathOf(image)).catch(() => ({ size: 0, mtimeMs: 0 }))
      const isFresh = this.#clock.now().getTime() - mtimeMs < LIFETIME_MS
      if (size > 0 && isFresh && known.has(image)) {
        await this.look(image)
      } else {
        await this.remove(image)
        removed.push(image)
      }
    }
    return removed
  }
}
