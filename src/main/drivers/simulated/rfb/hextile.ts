import type { ByteWriter } from './byte-writer'
import { TILE } from './dirty-tiles'
import type { Framebuffer } from './framebuffer'
import type { Rectangle } from './rectangle'

/** Bits of a tile's first byte (RFC 6143 7.7.4). */
const bit = { raw: 1, background: 2, foreground: 4, subrects: 8, coloured: 16 } as const

const MOST_SUBRECTS = 255
const nothing = new Uint8Array()

/** What is painted over the background of a tile, relative to the tile. */
interface Patch extends Rectangle {
  readonly color: number
}

/** Writes a rectangle of a picture as Hextile; `pixels` has the bytes of every colour of its palette. */
export function writeHextile(
  writer: ByteWriter,
  framebuffer: Framebuffer,
  area: Rectangle,
  pixels: readonly Uint8Array[]
): void {
  let background: number | undefined
  for (let y = area.y; y < area.y + area.height; y += TILE)
    for (let x = area.x; x < area.x + area.width; x += TILE) {
      const width = Math.min(TILE, area.x + area.width - x)
      const height = Math.min(TILE, area.y + area.height - y)
      const tile = readTile(framebuffer, { x, y, width, height })
      background = writeTile(writer, { tile, width, background }, pixels)
    }
}

/** Gives the background that the next tile may rely on. */
function writeTile(
  writer: ByteWriter,
  { tile, width, background }: { tile: Uint8Array; width: number; background: number | undefined },
  pixels: readonly Uint8Array[]
): number | undefined {
  const pixelOf = (color: number): Uint8Array => pixels[color] ?? nothing
  const [paper = 0, ink = paper, ...more] = colorsOf(tile, pixels.length)
  const patches = patchesOf(tile, width, paper)
  const coloured = more.length > 0
  const cost = patches.length * (2 + (coloured ? pixelOf(paper).length : 0))

  if (patches.length > MOST_SUBRECTS || cost >= tile.length * pixelOf(paper).length) {
    writer.u8(bit.raw)
    for (const color of tile) writer.bytes(pixelOf(color))
    // Some viewers skip a tile of the old background when it follows a raw one.
    return undefined
  }
  const kind =
    (paper === background ? 0 : bit.background) |
    (patches.length === 0 ? 0 : bit.subrects | (coloured ? bit.coloured : bit.foreground))
  writer.u8(kind)
  if (kind & bit.background) writer.bytes(pixelOf(paper))
  if (kind & bit.foreground) writer.bytes(pixelOf(ink))
  if (kind & bit.subrects) writer.u8(patches.length)
  for (const patch of patches) {
    if (coloured) writer.bytes(pixelOf(patch.color))
    writer.u8((patch.x << 4) | patch.y, ((patch.width - 1) << 4) | (patch.height - 1))
  }
  return paper
}

function readTile({ pixels, width: stride }: Framebuffer, { x, y, width, height }: Rectangle): Uint8Array {
  const tile = new Uint8Array(width * height)
  for (let row = 0; row < height; row++) {
    const start = (y + row) * stride + x
    tile.set(pixels.subarray(start, start + width), row * width)
  }
  return tile
}

/** Which colours of a palette a tile has, the most frequent first. */
function colorsOf(tile: Uint8Array, palette: number): number[] {
  const counts = new Uint16Array(palette)
  for (const color of tile) counts[color] = (counts[color] ?? 0) + 1
  const colors: number[] = []
  counts.forEach((count, color) => count > 0 && colors.push(color))
  return colors.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0))
}

/** Covers everything that is not paper with rectangles of one colour: as wide as they go, then as high. */
function patchesOf(tile: Uint8Array, width: number, paper: number): Patch[] {
  const rest = tile.slice()
  const patches: Patch[] = []
  for (let place = 0; place < rest.length; place++) {
    const color = rest[place] ?? paper
    if (color === paper) continue
    const [x, y] = [place % width, Math.floor(place / width)]
    let wide = 1
    while (x + wide < width && rest[place + wide] === color) wide++
    let high = 1
    while (isAll(rest, place + high * width, wide, color)) high++
    for (let row = 0; row < high; row++) rest.fill(paper, place + row * width, place + row * width + wide)
    patches.push({ x, y, width: wide, height: high, color })
  }
  return patches
}

function isAll(pixels: Uint8Array, start: number, count: number, color: number): boolean {
  for (let place = start; place < start + count; place++) if (pixels[place] !== color) return false
  return true
}
