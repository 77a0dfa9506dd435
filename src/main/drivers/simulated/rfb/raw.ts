import type { ByteWriter } from './byte-writer'
import type { Framebuffer } from './framebuffer'
import type { Rectangle } from './rectangle'

/** Writes a rectangle of a picture pixel by pixel (RFC 6143 7.7.1). */
export function writeRaw(
  writer: ByteWriter,
  { pixels: picture, width: stride }: Framebuffer,
  { x, y, width, height }: Rectangle,
  pixels: readonly Uint8Array[]
): void {
  const length = pixels[0]?.length ?? 0
  const bytes = new Uint8Array(width * height * length)
  let end = 0
  for (let row = y; row < y + height; row++)
    for (let place = row * stride + x; place < row * stride + x + width; place++, end += length) {
      const pixel = pixels[picture[place] ?? 0]
      if (pixel) bytes.set(pixel, end)
    }
  writer.bytes(bytes)
}
