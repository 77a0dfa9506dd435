import type { Dispose } from '@main/kernel/disposable'
import type { Rectangle } from './rectangle'

/** A picture of palette colours (0xRRGGBB), one byte a pixel, that tells its viewers where it has changed. */
export class Framebuffer {
  readonly width: number
  readonly height: number
  readonly palette: readonly number[]
  readonly pixels: Uint8Array
  readonly #listeners = new Set<(changed: Rectangle) => void>()

  constructor(width: number, height: number, palette: readonly number[]) {
    this.width = width
    this.height = height
    this.palette = palette
    this.pixels = new Uint8Array(width * height)
  }

  fill({ x, y, width, height }: Rectangle, color: number): void {
    for (let row = y; row < y + height; row++) {
      const start = row * this.width + x
      this.pixels.fill(color, start, start + width)
    }
    this.#tell({ x, y, width, height })
  }

  /** Draws a mask row by row: `ink` where it is 1, `paper` where it is 0. */
  stamp({ x, y, width, height }: Rectangle, mask: Uint8Array, { ink, paper }: { ink: number; paper: number }): void {
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++)
        this.pixels[(y + row) * this.width + x + column] = mask[row * width + column] ? ink : paper
    this.#tell({ x, y, width, height })
  }

  /** Moves everything up by some rows; what comes in below is `paper`. */
  scrollUp(rows: number, paper: number): void {
    this.pixels.copyWithin(0, rows * this.width)
    this.pixels.fill(paper, (this.height - rows) * this.width)
    this.#tell({ x: 0, y: 0, width: this.width, height: this.height })
  }

  onDamage(listener: (changed: Rectangle) => void): Dispose {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(changed: Rectangle): void {
    for (const listener of this.#listeners) listener(changed)
  }
}
