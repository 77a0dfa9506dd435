/** A file that is no disk image we take, with what to do about it where that helps. */
interface Kind {
  readonly name: string
  readonly at: number
  readonly bytes: string
}

const convert = 'convert it to qcow2 first'
const unpack = 'unpack it first'

/** What people take for a disk image: some bytes at a place, counted from the end if that is below 0. */
const kinds: readonly Kind[] = [
  { name: `a VMDK file: ${convert}`, at: 0, bytes: 'KDMV' },
  { name: `a VMDK file: ${convert}`, at: 0, bytes: 'COWD' },
  { name: `a VMDK file: ${convert}`, at: 0, bytes: '# Disk DescriptorFile' },
  { name: `a VDI file: ${convert}`, at: 64, bytes: '\x7f\x10\xda\xbe' },
  { name: `a VHDX file: ${convert}`, at: 0, bytes: 'vhdxfile' },
  { name: `a VHD file: ${convert}`, at: 0, bytes: 'conectix' },
  { name: `a VHD file: ${convert}`, at: -512, bytes: 'conectix' },
  { name: `a QED file: ${convert}`, at: 0, bytes: 'QED\0' },
  { name: `a Parallels disk: ${convert}`, at: 0, bytes: 'WithoutFreeSpace' },
  { name: `a Parallels disk: ${convert}`, at: 0, bytes: 'WithouFreSpacExt' },
  { name: `a macOS disk image: ${convert}`, at: -512, bytes: 'koly' },
  { name: `compressed with gzip: ${unpack}`, at: 0, bytes: '\x1f\x8b' },
  { name: `compressed with xz: ${unpack}`, at: 0, bytes: '\xfd7zXZ\0' },
  { name: `compressed with zstd: ${unpack}`, at: 0, bytes: '\x28\xb5\x2f\xfd' },
  { name: `compressed with bzip2: ${unpack}`, at: 0, bytes: 'BZh' },
  { name: `a zip archive: ${unpack}`, at: 0, bytes: 'PK\x03\x04' },
  { name: `a 7z archive: ${unpack}`, at: 0, bytes: '7z\xbc\xaf\x27\x1c' },
  { name: `a RAR archive: ${unpack}`, at: 0, bytes: 'Rar!\x1a\x07' },
  { name: `a tar archive (perhaps an OVA): ${unpack}`, at: 257, bytes: 'ustar' },
  { name: 'a PDF document', at: 0, bytes: '%PDF' }
]

/** Says what a file is that is neither qcow2 nor an ISO, if it is not just the bytes of a disk. */
export function nameOfOther(head: Buffer, tail: Buffer): string | undefined {
  const found = kinds.find(({ at, bytes }) => {
    const [part, from] = at < 0 ? [tail, tail.length + at] : [head, at]
    return from >= 0 && part.toString('latin1', from, from + bytes.length) === bytes
  })
  if (found) return found.name
  const start = head
    .toString('latin1', 0, 512)
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase()
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) return 'a web page, perhaps of a failed download'
  return start.startsWith('<?xml') ? 'an XML document' : undefined
}
