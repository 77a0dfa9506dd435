import type { ByteWriter } from './byte-writer'
import { TILE } from './dirty-tiles'
import type { Framebuffer } from './framebuffer'
import type { Rectangle } from './rectangle'

/** Bits of a tile's first byte (RFC 6143 7.7.4). */
const bit = { raw: 1, background: 2, foreground: 4, subrects: 8, coloured: 16 } as const

const MOST_SUBRECTS = 255

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
  const empty = new Uint8Array()
  const pixelOf = (color: number): Uint8Array => pixels[color] ?? empty
  const pixelLength = pixelOf(0).length
  let background = -1

  for (let y = 0; y < area.height; y += TILE)
    for (let x = 0; x < area.width; x += TILE) {
      const width = Math.min(TILE, area.width - x)
      const height = Math.min(TILE, area.height - y)
      const tile = readTile(framebuffer, { x: area.x + x, y: area.y + y, width, height })
      const counts = colorsOf(tile)
      const paper = counts[0] ?? 0
      const patches = patchesOf(tile, width, paper)
      const [ink] = counts.length === 2 ? counts.slice(1) : []
      const cost = patches.length * (2 + (ink === undefined ? pixelLength : 0))

      if (patches.length > MOST_SUBRECTS || cost >= tile.length * pixelLength) {
        writer.u8(bit.raw)
        for (const color of tile) writer.bytes(pixelOf(color))
        // Some viewers skip a tile of the old background when it follows a raw one.
        background = -1
        continue
      }
      const kind =
        (paper === background ? 0 : bit.background) |
        (patches.length === 0 ? 0 : bit.subrects | (ink === undefined ? bit.coloured : bit.foreground))
      writer.u8(kind)
      if (kind & bit.background) writer.bytes(pixelOf(paper))
      if (kind & bit.foreground) writer.bytes(pixelOf(ink ?? 0))
      if (kind & bit.subrects) writer.u8(patches.length)
      for (const patch of patches) {
        if (kind & bit.coloured) writer.bytes(pixelOf(patch.color))
        writer.u8((patch.x << 4) | patch.y, ((patch.width - 1) << 4) | (patch.height - 1))
      }
      background = paper
    }
}

function readTile({ pixels, width: stride }: Framebuffer, { x, y, width, height }: Rectangle): Uint8Array {
  const tile = new Uint8Array(width * height)
  for (let row = 0; row < height; row++) {
    const start = (y + row) * stride + x
    tile.set(pixels.subarray(start, start + width), row * width)
  }
  return tile
}

/** The colours of a tile, the most frequent first. */
function colorsOf(tile: Uint8Array): number[] {
  const counts = new Uint16Array(256)
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
