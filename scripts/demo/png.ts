import { crc32, deflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')
const TRUE_COLOUR = 2

/** A picture of `0x00RRGGBB` pixels as the bytes of a PNG file (W3C PNG, second edition). */
export function encodePng({ width, height, picture }: { width: number; height: number; picture: Uint32Array }): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, TRUE_COLOUR], 8)
  const lines = Buffer.alloc(height * (1 + 3 * width))
  for (let y = 0, at = 0; y < height; y++) {
    at++ // The filter of a line: none.
    for (let x = 0; x < width; x++, at += 3) lines.writeUIntBE((picture[y * width + x] ?? 0) & 0xffffff, at, 3)
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0))
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const bytes = Buffer.alloc(body.length + 8)
  bytes.writeUInt32BE(data.length, 0)
  bytes.set(body, 4)
  bytes.writeUInt32BE(crc32(body), 4 + body.length)
  return bytes
}
