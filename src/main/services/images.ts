import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Image } from '@shared/contract/image'
import { AppError, fail } from '@shared/contract/errors'
import { localTime } from '@shared/text/time'
import { DriverError, type ImageFacts, type InspectImage } from '@main/drivers/driver'
import type { Clock } from '@main/kernel/clock'
import type { Revisions } from '@main/kernel/revision'
import type { Database } from '@main/store/database'
import type { ImageKind, ImageRecord, ImageRepository } from '@main/store/repositories/image-repository'
import { openImageWriter, publishFile } from './image-writer'

interface Deps {
  readonly db: Database
  readonly images: ImageRepository
  readonly kind: ImageKind
  /** Where the files are. */
  readonly folder: string
  readonly inspect: InspectImage
  /** Names of the guests that need the image as it is. */
  readonly usersOf: (id: string) => readonly string[]
  /** Tells the windows what the image is now; undefined when it is gone. */
  readonly announce: (id: string, image: Image | undefined) => void
  readonly revisions: Revisions
  readonly clock: Clock
}

/** The file of an image that is whole. `virtual_size` in bytes. */
export interface StoredFile {
  readonly id: string
  readonly name: string
  readonly path: string
  readonly format: ImageFacts['format']
  readonly size: number
  readonly virtual_size: number
}

/** A file is named after its image and its own version: `<id>_v<version>.<format>` (api/semantics 1.8). */
export const imageOfFile = (path: string): string => basename(path).replace(/_v[\w-]+\.\w+$/, '')

/** The images of one kind: records in the store, files in a folder. A file is never changed once it is whole. */
export class Images {
  readonly #deps: Deps
  /** Percent of what is being received, by image. */
  readonly #receiving = new Map<string, number>()
  readonly #writers = new Set<Writable>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  get(id: string): ImageRecord {
    return this.#deps.images.find(id) ?? fail('IMAGE_NOT_FOUND', { id })
  }

  list(): Image[] {
    return this.#deps.images.list().map((image) => this.show(image))
  }

  show({ kind: _kind, file, ...image }: ImageRecord): Image {
    const progress = this.#receiving.get(image.id) ?? 0
    return { ...image, created: file !== '', progress, revision: this.#deps.revisions.next() }
  }

  fileOf(id: string): StoredFile {
    const { name, file, format, size, virtual_size } = this.get(id)
    if (file === '' || format === '') fail('IMAGE_NOT_READY', { name })
    return { id, name, path: join(this.#deps.folder, file), format, size, virtual_size }
  }

  create(
    { name, owner, group, description, tags }: Pick<ImageRecord, 'name' | 'owner' | 'group' | 'description' | 'tags'>,
    caller: { readonly user?: string; readonly group: string }
  ): string {
    const { db, images, kind, clock } = this.#deps
    const time = localTime(clock.now())
    const image: ImageRecord = {
      id: randomUUID(),
      kind,
      name,
      owner: owner || (caller.user ?? ''),
      group: group || caller.group,
      description,
      tags,
      file: '',
      format: '',
      size: 0,
      virtual_size: 0,
      checksum: '',
      error: '',
      create_time: time,
      modify_time: time
    }
    db.transaction(() => {
      if (images.findByName(image.group, name)) fail('IMAGE_NAME_TAKEN', { name, group: image.group })
      images.insert(image)
      db.afterCommit(() => this.#announce(image.id))
    })
    return image.id
  }

  /** Deletes the record first, so that a crash leaves a file that nothing names, which the next start sweeps away. */
  async remove(id: string): Promise<void> {
    const { db, images, folder } = this.#deps
    const { name, file } = this.refuseUnlessUnused(id)
    db.transaction(() => {
      images.remove(id)
      db.afterCommit(() => this.#announce(id))
    })
    if (file === '') return
    await rm(join(folder, file), { force: true }).catch((cause: unknown) =>
      fail('IMAGE_REFUSED', { name, reason: String(cause) }, { cause })
    )
  }

  /** Takes a new file in; the stream finishes when it is whole, checked and committed, or fails and leaves nothing. */
  async receive(id: string, size?: number): Promise<Writable> {
    const { folder } = this.#deps
    const { name, file: before } = this.refuseUnlessUnused(id)
    this.#progress(id, 0)
    let shown = 0
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const writer = await openImageWriter({
        path: join(folder, `${id}.part`),
        size,
        onBytes: (written) => {
          const percent = size ? Math.floor((written / size) * 100) : 0
          if (percent !== shown) this.#progress(id, (shown = percent))
        },
        finish: (part) => this.#accept({ id, name, before }, part),
        ended: (error) => this.#ended({ id, name }, error)
      })
      this.#writers.add(writer.once('close', () => this.#writers.delete(writer)))
      return writer
    } catch (cause) {
      this.#ended({ id, name }, cause as Error)
      throw cause
    }
  }

  /** Breaks off what is being received; resolves when nothing of it is left. */
  async close(): Promise<void> {
    const reason = new Error('The application was closed before the file was whole')
    await Promise.all([...this.#writers].map((writer) => finished(writer.destroy(reason)).catch(() => undefined)))
  }

  /** Removes what an earlier process left half received. */
  async sweep(): Promise<void> {
    const { images, folder } = this.#deps
    const known = new Set(images.list().map(({ file }) => file))
    const found = await readdir(folder).catch(() => [])
    await Promise.all(found.filter((name) => !known.has(name)).map((name) => rm(join(folder, name), { force: true })))
  }

  /** An image whose file may go: nobody needs it and nobody sends it. */
  refuseUnlessUnused(id: string): ImageRecord {
    const image = this.get(id)
    if (this.#receiving.has(id)) fail('IMAGE_LOCKED', { name: image.name })
    const guests = this.#deps.usersOf(id)
    if (guests.length > 0) fail('IMAGE_IN_USE', { name: image.name, guests })
    return image
  }

  async #accept(
    { id, name, before }: { id: string; name: string; before: string },
    { path, size }: { path: string; size: number }
  ): Promise<void> {
    const { db, images, kind, folder, inspect, clock } = this.#deps
    const { format, virtual_size } = await inspect(path).catch((cause: unknown) => {
      if (cause instanceof DriverError) fail('IMAGE_REFUSED', { name, reason: cause.message }, { cause })
      throw cause
    })
    if ((format === 'iso') !== (kind === 'media')) {
      const reason = kind === 'media' ? 'it is a disk, not an ISO 9660 image' : 'it is an ISO 9660 image, not a disk'
      fail('IMAGE_REFUSED', { name, reason })
    }
    const file = `${id}_v${randomUUID().slice(0, 8)}.${format === 'raw' ? 'img' : format}`
    await publishFile(path, join(folder, file))
    try {
      db.transaction(() => {
        this.get(id)
        images.setFile(id, { file, format, size, virtual_size, checksum: '', modify_time: localTime(clock.now()) })
      })
    } catch (cause) {
      await rm(join(folder, file), { force: true })
      throw cause
    }
    if (before !== '') await rm(join(folder, before), { force: true })
  }

  /** However it ended, the record stays; after a failure it says why. */
  #ended({ id, name }: { id: string; name: string }, error: Error | null): void {
    const { db, images } = this.#deps
    this.#receiving.delete(id)
    if (error) db.transaction(() => images.setError(id, reasonOf(error) || `Image "${name}" was not received whole`))
    this.#announce(id)
  }

  #progress(id: string, percent: number): void {
    this.#receiving.set(id, percent)
    this.#announce(id)
  }

  #announce(id: string): void {
    const image = this.#deps.images.find(id)
    this.#deps.announce(id, image && this.show(image))
  }
}

/** Why a file was not taken; that it was not, the record says already. */
const reasonOf = (error: Error): string =>
  error instanceof AppError && 'reason' in error.details ? error.details.reason : error.message
