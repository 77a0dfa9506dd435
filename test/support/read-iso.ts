/** A disc as a reader that knows Joliet finds it. */
export interface Disc {
  readonly label: string
  readonly files: readonly { readonly name: string; readonly bytes: Buffer }[]
}

const SECTOR = 2048

/** Reads a disc by ECMA-119 and the Joliet specification alone; `joliet: false` takes the plain tree. Throws at what they forbid. */
export function readIso(image: Buffer, { joliet = true } = {}): Disc {
  if (image.length % SECTOR !== 0) throw new Error('The disc ends within a sector')
  const descriptor = descriptors(image).find((each) => (joliet ? each[0] === 2 && isJoliet(each) : each[0] === 1))
  if (!descriptor) throw new Error('The disc has no such tree')
  if (both(descriptor, 80, 4) * SECTOR !== image.length) throw new Error('The disc is not as long as it says')
  if (both(descriptor, 128, 2) !== SECTOR) throw new Error('The sectors are of another size')
  const root = record(descriptor, 156)
  for (const [at, read] of [
    [140, 'readUInt32LE'],
    [148, 'readUInt32BE']
  ] as const) {
    const table = image.subarray(descriptor[read](at) * SECTOR)
    if (table[read](2) !== root.sector) throw new Error('A path table leads elsewhere')
  }
  const decode = (name: Buffer): string => (joliet ? Buffer.from(name).swap16().toString('utf16le') : name.toString())
  const entries = entriesOf(image.subarray(root.sector * SECTOR, root.sector * SECTOR + root.size))
  if (entries.slice(0, 2).some(({ sector }) => sector !== root.sector)) throw new Error('The folder is not in itself')
  return {
    label: decode(Buffer.from(descriptor.subarray(40, 72))).trimEnd(),
    files: entries.slice(2).map(({ name, sector, size }) => {
      const [, base, version] = /^(.*);(\d+)$/.exec(decode(name)) ?? []
      if (base === undefined || version !== '1') throw new Error(`A file is called ${decode(name)}`)
      if (sector * SECTOR + size > image.length) throw new Error(`${base} leads out of the disc`)
      return { name: base, bytes: image.subarray(sector * SECTOR, sector * SECTOR + size) }
    })
  }
}

function descriptors(image: Buffer): Buffer[] {
  const found = []
  for (let at = 16 * SECTOR; ; at += SECTOR) {
    const descriptor = image.subarray(at, at + SECTOR)
    if (descriptor.toString('latin1', 1, 6) !== 'CD001') throw new Error('The list of descriptors has no end')
    if (descriptor[0] === 255) return found
    found.push(descriptor)
  }
}

const isJoliet = (descriptor: Buffer): boolean => ['%/@', '%/C', '%/E'].includes(descriptor.toString('latin1', 88, 91))

function entriesOf(folder: Buffer): ReturnType<typeof record>[] {
  const entries = []
  for (let at = 0; at < folder.length && folder[at] !== 0; at += folder[at] ?? 1) entries.push(record(folder, at))
  return entries
}

function record(bytes: Buffer, at: number): { sector: number; size: number; name: Buffer } {
  const length = bytes[at + 32] ?? 0
  return {
    sector: both(bytes, at + 2, 4),
    size: both(bytes, at + 10, 4),
    name: bytes.subarray(at + 33, at + 33 + length)
  }
}

/** A number that stands in both byte orders. */
function both(bytes: Buffer, at: number, size: 2 | 4): number {
  const [little, big] = [bytes.readUIntLE(at, size), bytes.readUIntBE(at + size, size)]
  if (little !== big) throw new Error(`The two forms of a number at ${at} differ`)
  return little
}
