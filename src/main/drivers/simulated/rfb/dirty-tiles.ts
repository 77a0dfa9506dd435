import type { Rectangle } from './rectangle'

/** Side of a tile in pixels: the tile of the Hextile encoding. */
export const TILE = 16

/** Which parts of a picture a viewer has not seen yet, in tiles. */
export class DirtyTiles {
  readonly #size: { readonly width: number; readonly height: number }
  readonly #columns: number
  readonly #rows: number
  readonly #dirty: Uint8Array

  constructor(size: { readonly width: number; readonly height: number }) {
    this.#size = size
    this.#columns = Math.ceil(size.width / TILE)
    this.#rows = Math.ceil(size.height / TILE)
    this.#dirty = new Uint8Array(this.#columns * this.#rows)
  }

  mark(area: Rectangle): void {
    this.#each(area, (tile) => (this.#dirty[tile] = 1))
  }

  /** Takes the dirty tiles that touch an area, as rectangles that share no pixel. */
  take(area: Rectangle): Rectangle[] {
    const open = new Map<string, Rectangle>()
    const done: Rectangle[] = []
    for (const run of this.#takeRuns(area)) {
      const key = `${run.x}+${run.width}`
      const above = open.get(key)
      if (above && above.y + above.height === run.y) open.set(key, { ...above, height: above.height + run.height })
      else {
        if (above) done.push(above)
        open.set(key, run)
      }
    }
    return [...done, ...open.values()]
  }

  /** Rows of neighbours, from top to bottom. */
  #takeRuns(area: Rectangle): Rectangle[] {
    const runs: Rectangle[] = []
    let last = -2
    this.#each(area, (tile) => {
      if (!this.#dirty[tile]) return
      this.#dirty[tile] = 0
      const [x, y] = [(tile % this.#columns) * TILE, Math.floor(tile / this.#columns) * TILE]
      const width = Math.min(TILE, this.#size.width - x)
      const run = runs.at(-1)
      if (run && tile === last + 1 && x > 0) runs[runs.length - 1] = { ...run, width: run.width + width }
      else runs.push({ x, y, width, height: Math.min(TILE, this.#size.height - y) })
      last = tile
    })
    return runs
  }

  #each({ x, y, width, height }: Rectangle, visit: (tile: number) => void): void {
    const right = Math.min(Math.ceil((x + width) / TILE), this.#columns)
    const bottom = Math.min(Math.ceil((y + height) / TILE), this.#rows)
    for (let row = Math.floor(y / TILE); row < bottom; row++)
      for (let column = Math.floor(x / TILE); column < right; column++) visit(row * this.#columns + column)
  }
}
