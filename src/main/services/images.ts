import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Image, ImageImport } from '@shared/contract/image'
import { AppError, fail } from '@shared/contract/errors'
import { localTime } from '@shared/text/time'
import {
  DriverError,
  type CloneSource,
  type DriverOptions,
  type ImageFacts,
  type InspectImage
} from '@main/drivers/driver'
import type { Caller } from '@main/kernel/call'
import type { Clock } from '@main/kernel/clock'
import type { Revisions } from '@main/kernel/revision'
import type { Database } from '@main/store/database'
import type { ImageKind, ImageRecord, ImageRepository } from '@main/store/repositories/image-repository'
import { IMPORT_FOLDER, importFiles, shareFile, type FoundFile } from './image-import'
import { ImageParts } from './image-parts'
import { checksumOf, openImageWriter, publishFile, syncFile, type Part, type WholeFile } from './image-writer'

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

/** The file of an image that is whole. `virtual_size` in bytes; `checksum` is '' where it was never computed. */
export interface StoredFile {
  readonly id: string
  readonly name: string
  readonly path: string
  readonly format: ImageFacts['format']
  readonly size: number
  readonly virtual_size: number
  readonly checksum: string
}

/** What disks are cloned from; disk images are of two formats, and the store has refused all else. */
export const cloneSourceOf = ({ path, format }: StoredFile, linked: boolean): CloneSource => ({
  path,
  format: format === 'qcow2' ? 'qcow2' : 'raw',
  linked
})

/** A file is named after its image and its own version: `<id>_v<version>.<format>` (api/semantics 1.8). */
export const imageOfFile = (path: string): string => basename(path).replace(/_v[\w-]+\.\w+$/, '')

/** What a sender says of the bytes that come (see the contract's `upload`). */
export interface Sent {
  readonly size?: number | undefined
  readonly offset?: number | undefined
  readonly length?: number | undefined
  /** Asked when all has come. */
  readonly checksum?: () => string | undefined
}

type NewImage = Pick<ImageRecord, 'name' | 'owner' | 'group' | 'description' | 'tags'>
type Change = { readonly [K in keyof NewImage]?: NewImage[K] | undefined }
type Maker = Pick<Caller, 'user' | 'group'>

/** The images of one kind: records in the store, files in a folder. A file is never changed once it is whole. */
export class Images {
  readonly #deps: Deps
  readonly #parts: ImageParts
  /** Percent of what is being received, by image. */
  readonly #receiving = new Map<string, number>()
  readonly #writers = new Set<Writable>()
  readonly #closing = new AbortController()
  #importing: Promise<unknown> = Promise.resolve()

  constructor(deps: Deps) {
    this.#deps = deps
    this.#parts = new ImageParts(deps.folder, deps.clock)
  }

  get(id: string): ImageRecord {
    return this.#deps.images.find(id) ?? fail('IMAGE_NOT_FOUND', { id })
  }

  list(): Image[] {
    return this.#deps.images.list().map((image) => this.show(image))
  }

  show({ kind: _kind, file, ...image }: ImageRecord): Image {
    const progress = this.#receiving.get(image.id) ?? 0
    const received = this.#parts.find(image.id).bytes
    return { ...image, created: file !== '', progress, received, revision: this.#deps.revisions.next() }
  }

  fileOf(id: string): StoredFile {
    const { name, file, format, size, virtual_size, checksum } = this.get(id)
    if (file === '' || format === '') fail('IMAGE_NOT_READY', { name })
    return { id, name, path: join(this.#deps.folder, file), format, size, virtual_size, checksum }
  }

  create(wanted: NewImage, maker: Maker): string {
    const image = this.#recordOf(wanted, maker)
    this.#insert(image)
    return image.id
  }

  /** Changes what is given of a record, all or nothing. An empty text or list is a value like any other. */
  modify(id: string, { name, owner, group, description, tags }: Change): void {
    const { db, images, clock } = this.#deps
    const before = this.#refuseWhileReceived(id)
    const image = {
      ...before,
      name: name ?? before.name,
      owner: owner ?? before.owner,
      group: group ?? before.group,
      description: description ?? before.description,
      tags: tags ?? before.tags,
      modify_time: localTime(clock.now())
    }
    db.transaction(() => {
      const holder = images.findByName(image.group, image.name)
      if (holder && holder.id !== id) fail('IMAGE_NAME_TAKEN', image)
      images.update(image)
      db.afterCommit(() => this.#announce(id))
    })
  }

  /** Deletes the record first, so that a crash leaves files that nothing names, which the next start sweeps away. */
  async remove(id: string): Promise<void> {
    const { db, images, folder } = this.#deps
    const { name, file } = this.refuseUnlessUnused(id)
    db.transaction(() => {
      images.remove(id)
      db.afterCommit(() => this.#announce(id))
    })
    try {
      await this.#parts.remove(id)
      if (file !== '') await rm(join(folder, file), { force: true })
    } catch (cause) {
      fail('IMAGE_REFUSED', { name, reason: String(cause) }, { cause })
    }
  }

  /**
   * Takes a file in, or goes on with it. The stream finishes when the file is whole, checked and committed, or its
   * part is kept; it fails with why it is refused.
   */
  async receive(id: string, { size, offset = 0, length, checksum }: Sent): Promise<Writable> {
    const { folder } = this.#deps
    const { name, file: before } = this.refuseUnlessUnused(id)
    this.#progress(id, 0)
    const part = await this.#parts.look(id)
    let shown = 0
    try {
      if (offset !== 0 && offset !== part.bytes) fail('UPLOAD_OFFSET', { name, expected: part.bytes, given: offset })
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const writer = await openImageWriter({
        path: this.#parts.pathOf(id),
        before: offset === 0 ? { bytes: 0, hash: undefined } : part,
        size,
        length,
        onBytes: (written) => {
          this.#parts.set(id, { bytes: written, hash: undefined })
          const percent = size ? Math.floor((written / size) * 100) : 0
          if (percent !== shown) this.#progress(id, (shown = percent))
        },
        finish: (whole) => this.#accept({ id, name, before, expected: checksum?.() }, whole),
        ended: (error, left) => this.#ended({ id, name }, error, left)
      })
      this.#writers.add(writer.once('close', () => this.#writers.delete(writer)))
      return writer
    } catch (cause) {
      this.#ended({ id, name }, cause as Error, offset === 0 ? undefined : part)
      throw cause
    }
  }

  /** The record of an image that is to be built, inserted in the transaction of its task. It is locked from then on. */
  beginBuild(wanted: NewImage, maker: Maker): { readonly id: string; readonly name: string; insert(): void } {
    const image = this.#recordOf(wanted, maker)
    this.#refuseTaken(image)
    const { id, name } = image
    return {
      id,
      name,
      insert: () => {
        this.#insert(image)
        this.#deps.db.afterCommit(() => this.#progress(id, 0))
      }
    }
  }

  /** Takes over the file that `write` makes. A failure leaves no file, and is told by the record. */
  async build(
    { id, name }: Pick<ImageRecord, 'id' | 'name'>,
    { signal, progress }: DriverOptions,
    write: (path: string, options: DriverOptions) => Promise<void>
  ): Promise<void> {
    const path = join(this.#deps.folder, `${id}.build`)
    const report = (fraction: number | null, message: string): void => {
      const percent = Math.floor((fraction ?? 0) * 100)
      if (percent !== this.#receiving.get(id)) this.#progress(id, percent)
      progress.report(fraction, message)
    }
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await write(path, { signal, progress: { report } })
      await syncFile(path)
      const [{ size }, checksum] = await Promise.all([stat(path), checksumOf(path, signal)])
      await this.#accept({ id, name, before: '', expected: undefined }, { path, size, checksum })
      this.#ended({ id, name }, null, undefined)
    } catch (cause) {
      await rm(path, { force: true })
      this.#ended({ id, name }, cause as Error, undefined)
      throw cause
    }
  }

  /** Marks an image whose building the application's end cut off. */
  markCutOff(id: string): void {
    const { db, images } = this.#deps
    if (images.find(id)?.file === '')
      db.transaction(() => images.setError(id, 'the application ended before it was built'))
  }

  /** Takes in what somebody has put into the import folder; one look after the other. */
  async import(owner: Pick<NewImage, 'owner' | 'group'>, maker: Maker): Promise<ImageImport> {
    const { folder, kind, inspect } = this.#deps
    const look = async (): Promise<ImageImport> =>
      importFiles(join(folder, IMPORT_FOLDER), {
        signal: this.#closing.signal,
        known: () => this.#deps.images.list().map(({ file }) => join(folder, file)),
        inspect: (path) => inspectAs(kind, inspect(path)),
        adopt: (file) => {
          const image = this.#recordOf({ name: file.name, ...owner, description: '', tags: [] }, maker)
          return this.#adopt(image, file)
        }
      })
    this.#importing = this.#importing.then(look, look)
    return this.#importing as Promise<ImageImport>
  }

  /** Breaks off what is being received and looked at; resolves when that has ended. */
  async close(): Promise<void> {
    const reason = new Error('The application was closed before the file was whole')
    this.#closing.abort(reason)
    await Promise.all([
      ...[...this.#writers].map((writer) => finished(writer.destroy(reason)).catch(() => undefined)),
      this.#importing.catch(() => undefined)
    ])
  }

  /** Removes what an earlier process left and nothing can go on from. */
  async sweep(): Promise<void> {
    const { images, folder } = this.#deps
    const known = new Set(images.list().map(({ file }) => file))
    const found = await readdir(folder, { withFileTypes: true }).catch(() => [])
    const lost = found.filter((entry) => entry.isFile() && !entry.name.endsWith('.part') && !known.has(entry.name))
    await Promise.all(lost.map(({ name }) => rm(join(folder, name), { force: true })))
    await this.sweepParts()
  }

  /** Removes the parts that have waited for a day. */
  async sweepParts(): Promise<void> {
    const ids = new Set(this.#deps.images.list().map(({ id }) => id))
    const removed = await this.#parts.sweep(ids, new Set(this.#receiving.keys()))
    for (const id of removed) if (ids.has(id)) this.#announce(id)
  }

  /** An image whose file may go: nobody needs it and nobody sends it. */
  refuseUnlessUnused(id: string): ImageRecord {
    const image = this.#refuseWhileReceived(id)
    const guests = this.#deps.usersOf(id)
    if (guests.length > 0) fail('IMAGE_IN_USE', { name: image.name, guests })
    return image
  }

  #refuseWhileReceived(id: string): ImageRecord {
    const image = this.get(id)
    if (this.#receiving.has(id)) fail('IMAGE_LOCKED', { name: image.name })
    return image
  }

  #recordOf({ name, owner, group, description, tags }: NewImage, maker: Maker): ImageRecord {
    const { kind, clock } = this.#deps
    const time = localTime(clock.now())
    return {
      id: randomUUID(),
      kind,
      name,
      owner: owner || maker.user,
      group: group || maker.group,
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
  }

  #refuseTaken({ name, group }: ImageRecord): void {
    if (this.#deps.images.findByName(group, name)) fail('IMAGE_NAME_TAKEN', { name, group })
  }

  #insert(image: ImageRecord): void {
    const { db, images } = this.#deps
    db.transaction(() => {
      this.#refuseTaken(image)
      images.insert(image)
      db.afterCommit(() => this.#announce(image.id))
    })
  }

  async #accept(
    { id, name, before, expected }: { id: string; name: string; before: string; expected: string | undefined },
    { path, size, checksum }: WholeFile
  ): Promise<void> {
    const { db, images, kind, folder, inspect, clock } = this.#deps
    if (expected !== undefined && expected !== checksum) fail('CHECKSUM_WRONG', { name, expected, found: checksum })
    const { format, virtual_size } = await inspectAs(kind, inspect(path)).catch((cause: unknown) => {
      if (cause instanceof DriverError) fail('IMAGE_REFUSED', { name, reason: cause.message }, { cause })
      throw cause
    })
    const file = fileName(id, format)
    await publishFile(path, join(folder, file))
    try {
      db.transaction(() => {
        this.get(id)
        images.setFile(id, { file, format, size, virtual_size, checksum, modify_time: localTime(clock.now()) })
      })
    } catch (cause) {
      await rm(join(folder, file), { force: true })
      throw cause
    }
    if (before !== '') await rm(join(folder, before), { force: true })
  }

  async #adopt(image: ImageRecord, { path, format, size, virtual_size, checksum }: FoundFile): Promise<void> {
    this.#refuseTaken(image)
    const file = fileName(image.id, format)
    const stored = join(this.#deps.folder, file)
    await shareFile(path, stored)
    try {
      this.#insert({ ...image, file, format, size, virtual_size, checksum })
    } catch (cause) {
      await rm(stored, { force: true })
      throw cause
    }
  }

  /** However it ended, the record stays; after a failure it says why, unless nothing was begun. */
  #ended({ id, name }: { id: string; name: string }, error: Error | null, left: Part | undefined): void {
    const { db, images } = this.#deps
    this.#receiving.delete(id)
    this.#parts.set(id, left)
    const isMarked = error && !(error instanceof AppError && error.code === 'UPLOAD_OFFSET')
    if (isMarked) db.transaction(() => images.setError(id, reasonOf(error) || `Image "${name}" was not received whole`))
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

const fileName = (id: string, format: ImageFacts['format']): string =>
  `${id}_v${randomUUID().slice(0, 8)}.${format === 'raw' ? 'img' : format}`

/** What a file is, as long as it is of the kind. */
async function inspectAs(kind: ImageKind, inspected: Promise<ImageFacts>): Promise<ImageFacts> {
  const facts = await inspected
  if ((facts.format === 'iso') === (kind === 'media')) return facts
  throw new DriverError(
    kind === 'media' ? 'it is a disk, not an ISO 9660 image' : 'it is an ISO 9660 image, not a disk'
  )
}

/** Why a file was not taken; that it was not, the record says already. */
const reasonOf = (error: Error): string =>
  error instanceof AppError && 'reason' in error.details ? error.details.reason : error.message
