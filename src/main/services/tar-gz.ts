import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const BLOCK = 512
const packed = promisify(gzip)

interface PackedFile {
  /** At most 100 ASCII characters. */
  readonly name: string
  readonly text: string
}

/** Text files as a .tar.gz (POSIX.1-1988, ustar), made at `time`. */
export function tarGz(files: readonly PackedFile[], time: Date): Promise<Buffer> {
  const blocks = files.flatMap(({ name, text }) => {
    const bytes = Buffer.from(text)
    return [headOf(name, bytes.length, time), bytes, Buffer.alloc(-bytes.length & (BLOCK - 1))]
  })
  return packed(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]))
}

function headOf(name: string, size: number, time: Date): Buffer {
  const head = Buffer.alloc(BLOCK)
  const octal = (value: number, at: number, digits: number): number =>
    head.write(value.toString(8).padStart(digits, '0'), at)
  head.write(name, 0)
  octal(0o600, 100, 7)
  octal(0, 108, 7)
  octal(0, 116, 7)
  octal(size, 124, 11)
  octal(Math.floor(time.getTime() / 1000), 136, 11)
  // The checksum counts itself as blanks.
  head.write('        ', 148)
  head.write('0', 156)
  head.write('ustar\0' + '00', 257)
  octal(
    head.reduce((sum, byte) => sum + byte, 0),
    148,
    6
  )
  head.write('\0 ', 154)
  return head
}
