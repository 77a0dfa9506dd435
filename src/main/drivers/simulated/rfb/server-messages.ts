import { ByteWriter } from './byte-writer'
import { SECURITY_NONE } from './client-messages'
import type { PixelFormat } from './pixel-format'
import type { Rectangle } from './rectangle'

/** Encoding numbers of RFC 6143 7.7. */
export const encoding = { raw: 0, hextile: 5 } as const

const COLOUR_MAP = 1

/** RFC 6143 7.1.1. */
export const greeting = (): Uint8Array => Buffer.from('RFB 003.008\n')

/** What follows the viewer's version: a choice of one in 3.7 and 3.8, a decision in 3.3 (RFC 6143 7.1.2 and appendix A). */
export const security = (minor: number): Uint8Array =>
  (minor === 3 ? new ByteWriter().u32(SECURITY_NONE) : new ByteWriter().u8(1, SECURITY_NONE)).take()

/** RFC 6143 7.1.3: welcome, or why not. Version 3.7 has neither after None. */
export const securityResult = (refusal = ''): Uint8Array =>
  (refusal === '' ? new ByteWriter().u32(0) : new ByteWriter().u32(1).text(refusal)).take()

/** RFC 6143 7.3.2. */
export function serverInit(
  { width, height }: { readonly width: number; readonly height: number },
  format: PixelFormat,
  name: string
): Uint8Array {
  const { bits_per_pixel, depth, big_endian, true_colour, red, green, blue } = format
  return new ByteWriter()
    .u16(width, height)
    .u8(bits_per_pixel, depth, Number(big_endian), Number(true_colour))
    .u16(red.max, green.max, blue.max)
    .u8(red.shift, green.shift, blue.shift, 0, 0, 0)
    .text(name)
    .take()
}

/** RFC 6143 7.6.2: the colours (0xRRGGBB) that indexes from 0 on mean. */
export function colourMap(palette: readonly number[]): Uint8Array {
  const writer = new ByteWriter().u8(COLOUR_MAP, 0).u16(0, palette.length)
  for (const color of palette) writer.u16((color >> 16) * 257, ((color >> 8) & 255) * 257, (color & 255) * 257)
  return writer.take()
}

/** The head of an update (RFC 6143 7.6.1), which that many rectangles follow. */
export const updateHead = (rectangles: number): ByteWriter => new ByteWriter().u8(0, 0).u16(rectangles)

/** The head of one rectangle of an update. */
export const writeRectangleHead = (writer: ByteWriter, { x, y, width, height }: Rectangle, code: number): ByteWriter =>
  writer.u16(x, y, width, height).u32(code)
