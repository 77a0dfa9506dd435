/** How a viewer wants its pixels (RFC 6143 7.4). Maxima are 2^n - 1; shifts count from the lowest bit. */
export interface PixelFormat {
  readonly bits_per_pixel: 8 | 16 | 32
  readonly depth: number
  readonly big_endian: boolean
  /** False: pixels are indexes into a map of colours that the server sends. */
  readonly true_colour: boolean
  readonly red: Channel
  readonly green: Channel
  readonly blue: Channel
}

/** Where one primary colour is in a pixel. */
export interface Channel {
  readonly max: number
  readonly shift: number
}

/** What the server itself proposes: 32 bits, little-endian, blue in the lowest byte. */
export const nativeFormat: PixelFormat = {
  bits_per_pixel: 32,
  depth: 24,
  big_endian: false,
  true_colour: true,
  red: { max: 255, shift: 16 },
  green: { max: 255, shift: 8 },
  blue: { max: 255, shift: 0 }
}

/** The bytes of one pixel of every colour (0xRRGGBB) of a palette, in the viewer's format. */
export function pixelsOf(palette: readonly number[], format: PixelFormat): Uint8Array[] {
  const { bits_per_pixel, big_endian, true_colour, red, green, blue } = format
  const scale = (eight: number, { max, shift }: Channel): number => Math.round((eight * max) / 255) * 2 ** shift
  return palette.map((color, index) => {
    const value = true_colour
      ? scale(color >> 16, red) + scale((color >> 8) & 255, green) + scale(color & 255, blue)
      : index
    const bytes = new Uint8Array(bits_per_pixel / 8)
    for (let place = 0; place < bytes.length; place++)
      bytes[big_endian ? bytes.length - 1 - place : place] = Math.floor(value / 256 ** place)
    return bytes
  })
}
