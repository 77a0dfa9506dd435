/** A file at the top of a disc. */
export interface IsoFile {
  readonly name: string
  readonly bytes: Uint8Array
}

const SECTOR = 2048
/** Sectors in order: 16 for the system, three descriptors, two path tables per tree, one folder per tree, the files. */
const PLACE = { descriptors: 16, tables: 19, folders: 23, files: 25 } as const

/** Programs that find file systems by their marks look further than a few small files reach, as drives that read ahead do. */
const LEAST_SECTORS = 192

/** One of the two trees on a disc, which lead to the same files: plain ISO 9660, and Joliet with the names as they are. */
interface Tree {
  /** 1 is ISO 9660 (8.4), 2 Joliet (its supplementary descriptor, 8.5). */
  readonly type: 1 | 2
  /** The first of its two path tables, and its folder. */
  readonly tables: number
  readonly folder: number
  encode(name: string): Buffer
  /** A text of a descriptor, filled up with blanks. */
  text(value: string, length: number): Buffer
}

const plain: Tree = {
  type: 1,
  tables: PLACE.tables,
  folder: PLACE.folders,
  encode: (name) => {
    const [base = '', ...rest] = name.toUpperCase().split('.')
    return Buffer.from(`${[base, rest.join('_')].map((part) => part.replace(/[^A-Z0-9_]/g, '_')).join('.')};1`)
  },
  text: (value, length) => Buffer.from(value.padEnd(length).slice(0, length), 'latin1')
}

const joliet: Tree = {
  type: 2,
  tables: PLACE.tables + 2,
  folder: PLACE.folders + 1,
  encode: (name) => utf16(`${name};1`),
  text: (value, length) => utf16(value.padEnd(length / 2).slice(0, length / 2))
}

/**
 * A disc image with a few files at its top (ECMA-119 and Microsoft's Joliet); Joliet's names, which every system reads,
 * are exactly those given. The same files make the same bytes: nothing of the time or the place is in them.
 */
export function isoImage(label: string, files: readonly IsoFile[]): Buffer {
  let next = PLACE.files as number
  const placed = files.map((file) => {
    const sector = next
    next += Math.ceil(file.bytes.length / SECTOR)
    return { ...file, sector }
  })
  const sectors = Math.max(next, LEAST_SECTORS)
  const image = Buffer.alloc(sectors * SECTOR)
  const put = (sector: number, ...parts: readonly Uint8Array[]): void =>
    image.set(Buffer.concat(parts), sector * SECTOR)
  for (const tree of [plain, joliet]) {
    put(PLACE.descriptors + tree.type - 1, descriptor(tree, label, sectors))
    put(tree.tables, pathTable(tree, 'LE'))
    put(tree.tables + 1, pathTable(tree, 'BE'))
    put(tree.folder, folder(tree, placed))
  }
  put(PLACE.descriptors + 2, Buffer.from('\xffCD001\x01', 'latin1'))
  for (const { sector, bytes } of placed) put(sector, bytes)
  return image
}

/** ECMA-119 8.4: who made it and why is left blank, and so are the times. */
function descriptor(tree: Tree, label: string, sectors: number): Buffer {
  const bytes = Buffer.alloc(SECTOR)
  bytes.write(`${String.fromCharCode(tree.type)}CD001\x01`, 0, 'latin1')
  bytes.set(tree.text('', 32), 8)
  bytes.set(tree.text(label, 32), 40)
  bytes.set(both32(sectors), 80)
  // The escape sequence of UCS-2 level 3 says that a descriptor is Joliet's.
  if (tree === joliet) bytes.write('%/E', 88)
  for (const at of [120, 124]) bytes.set(both16(1), at)
  bytes.set(both16(SECTOR), 128)
  bytes.set(both32(PATH_TABLE), 132)
  bytes.writeUInt32LE(tree.tables, 140)
  bytes.writeUInt32BE(tree.tables + 1, 148)
  bytes.set(record(Buffer.of(0), { sector: tree.folder, size: SECTOR, isFolder: true }), 156)
  for (const at of [190, 318, 446, 574]) bytes.set(tree.text('', 128), at)
  for (const at of [702, 739, 776]) bytes.set(tree.text('', 37), at)
  for (const at of [813, 830, 847, 864]) bytes.write('0'.repeat(16), at)
  bytes[881] = 1
  return bytes
}

const PATH_TABLE = 10

/** ECMA-119 9.4: there is no folder but the first. */
function pathTable({ folder }: Tree, order: 'LE' | 'BE'): Buffer {
  const bytes = Buffer.alloc(PATH_TABLE)
  bytes[0] = 1
  if (order === 'LE') bytes.writeUInt32LE(folder, 2)
  else bytes.writeUInt32BE(folder, 2)
  bytes[order === 'LE' ? 6 : 7] = 1
  return bytes
}

/** Itself, its parent, which it is too, and its files by name (9.3). */
function folder(tree: Tree, files: readonly (IsoFile & { readonly sector: number })[]): Buffer {
  const itself = { sector: tree.folder, size: SECTOR, isFolder: true }
  const records = files
    .map(({ name, bytes, sector }) => ({ name: tree.encode(name), sector, size: bytes.length, isFolder: false }))
    .sort((one, other) => Buffer.compare(one.name, other.name))
    .map(({ name, ...where }) => record(name, where))
  const bytes = Buffer.concat([record(Buffer.of(0), itself), record(Buffer.of(1), itself), ...records])
  if (bytes.length > SECTOR) throw new RangeError('Too many files for one disc')
  return bytes
}

interface Extent {
  readonly sector: number
  readonly size: number
  readonly isFolder: boolean
}

/** ECMA-119 9.1; of an even length. Its time is the first one that can be written, 1900. */
function record(name: Buffer, { sector, size, isFolder }: Extent): Buffer {
  const bytes = Buffer.alloc(33 + name.length + ((name.length + 1) % 2))
  bytes[0] = bytes.length
  bytes.set(both32(sector), 2)
  bytes.set(both32(size), 10)
  bytes.set([0, 1, 1], 18)
  bytes[25] = isFolder ? 2 : 0
  bytes.set(both16(1), 28)
  bytes[32] = name.length
  bytes.set(name, 33)
  return bytes
}

/** Numbers stand in both byte orders (7.2.3, 7.3.3). */
function both16(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt16LE(value, 0)
  bytes.writeUInt16BE(value, 2)
  return bytes
}

function both32(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32LE(value, 0)
  bytes.writeUInt32BE(value, 4)
  return bytes
}

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()
