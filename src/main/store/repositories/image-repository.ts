import type { DiskImage } from '@shared/contract/disk-image'
import type { Owned } from '@shared/rules/visibility'
import type { Database, Row } from '../database'
import { list, number, text } from '../row'
import { sql } from '../sql'

export type ImageKind = 'disk' | 'media'

/** `file` is the name of the present file in the folder of its kind, '' before the first. */
export type ImageRecord = Pick<
  DiskImage,
  | 'id'
  | 'name'
  | 'owner'
  | 'group'
  | 'description'
  | 'tags'
  | 'size'
  | 'virtual_size'
  | 'checksum'
  | 'error'
  | 'create_time'
  | 'modify_time'
> & { readonly kind: ImageKind; readonly file: string; readonly format: 'qcow2' | 'raw' | 'iso' | '' }

const fromRow = (row: Row): ImageRecord => ({
  id: text(row, 'id'),
  kind: text(row, 'kind') as ImageKind,
  name: text(row, 'name'),
  owner: text(row, 'owner'),
  group: text(row, 'group'),
  description: text(row, 'description'),
  tags: list(row, 'tags'),
  file: text(row, 'file'),
  format: text(row, 'format') as ImageRecord['format'],
  size: number(row, 'size'),
  virtual_size: number(row, 'virtual_size'),
  checksum: text(row, 'checksum'),
  error: text(row, 'error'),
  create_time: text(row, 'create_time'),
  modify_time: text(row, 'modify_time')
})

/** The file that an upload brought. */
export type ImageFile = Pick<ImageRecord, 'file' | 'format' | 'size' | 'virtual_size' | 'checksum' | 'modify_time'>

export class ImageRepository {
  readonly #db: Database
  readonly #kind: ImageKind
  constructor(db: Database, kind: ImageKind) {
    this.#db = db
    this.#kind = kind
  }

  find(id: string): ImageRecord | undefined {
    const row = this.#db.get(sql`SELECT * FROM image WHERE id = ${id} AND kind = ${this.#kind}`)
    return row && fromRow(row)
  }

  /** Whose an image is. */
  ownerOf(id: string): Owned | undefined {
    const row = this.#db.get(sql`SELECT owner, "group" FROM image WHERE id = ${id} AND kind = ${this.#kind}`)
    return row && { owner: text(row, 'owner'), group: text(row, 'group') }
  }

  findByName(group: string, name: string): ImageRecord | undefined {
    const row = this.#db.get(
      sql`SELECT * FROM image WHERE kind = ${this.#kind} AND "group" = ${group} AND name = ${name}`
    )
    return row && fromRow(row)
  }

  list(): ImageRecord[] {
    return this.#db.all(sql`SELECT * FROM image WHERE kind = ${this.#kind} ORDER BY "group", name`).map(fromRow)
  }

  insert(image: ImageRecord): void {
    this.#db.run(
      sql`INSERT INTO image VALUES (${image.id}, ${this.#kind}, ${image.name}, ${image.owner}, ${image.group},
        ${image.description}, ${JSON.stringify(image.tags)}, ${image.file}, ${image.format},
        ${image.size}, ${image.virtual_size}, ${image.error}, ${image.create_time}, ${image.modify_time}, ${image.checksum})`
    )
  }

  /** A whole file has arrived; an earlier refusal is forgotten. */
  setFile(id: string, { file, format, size, virtual_size, checksum, modify_time }: ImageFile): void {
    this.#db.run(
      sql`UPDATE image SET file = ${file}, format = ${format}, size = ${size}, virtual_size = ${virtual_size},
        checksum = ${checksum}, modify_time = ${modify_time}, error = '' WHERE id = ${id}`
    )
  }

  /** What a person may change. */
  update({ id, name, owner, group, description, tags, modify_time }: ImageRecord): void {
    this.#db.run(
      sql`UPDATE image SET name = ${name}, owner = ${owner}, "group" = ${group}, description = ${description},
        tags = ${JSON.stringify(tags)}, modify_time = ${modify_time} WHERE id = ${id}`
    )
  }

  setError(id: string, error: string): void {
    this.#db.run(sql`UPDATE image SET error = ${error} WHERE id = ${id}`)
  }

  remove(id: string): void {
    this.#db.run(sql`DELETE FROM image WHERE id = ${id}`)
  }
}
