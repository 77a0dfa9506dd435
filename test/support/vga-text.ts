/** A picture of a PC's text screen: one number per pixel. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly picture: Uint32Array
}

/** Cells of VGA text mode are 9 by 16 pixels (IBM VGA, mode 3: 720 by 400). */
const CELL = { width: 9, height: 16 } as const
const BLANK = '0'.repeat(CELL.width * CELL.height)

/**
 * Reads a text screen without knowing its font: the picture is a cipher in which each character has a shape of
 * its own. Texts that one expects are found where their shapes agree with all the others', and teach the alphabet.
 */
export class VgaText {
  readonly #rows: readonly (readonly string[])[]
  /** Shape to character, from all texts that were found. */
  readonly #alphabet = new Map([[BLANK, ' ']])

  constructor(picture: Picture) {
    const columns = Math.floor(picture.width / CELL.width)
    const rows = Math.floor(picture.height / CELL.height)
    this.#rows = Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (__, column) => shapeAt(picture, column, row))
    )
  }

  /** Where a text stands; undefined if nowhere. What is found is learned. */
  find(text: string): { readonly row: number; readonly column: number } | undefined {
    for (const [row, shapes] of this.#rows.entries())
      for (let column = 0; column + text.length <= shapes.length; column++)
        if (this.#learn(text, shapes.slice(column, column + text.length))) return { row, column }
    return undefined
  }

  /** A row as far as the alphabet is known, `?` for other shapes. */
  row(row: number): string {
    const shapes = this.#rows[row] ?? []
    return shapes
      .map((shape) => this.#alphabet.get(shape) ?? '?')
      .join('')
      .trimEnd()
  }

  /** True, and learned, if every character has one shape and every shape one character. */
  #learn(text: string, shapes: readonly string[]): boolean {
    const lesson = new Map(this.#alphabet)
    const shapeOf = new Map([...lesson].map(([shape, char]) => [char, shape]))
    for (const [index, char] of [...text].entries()) {
      const shape = shapes[index] ?? BLANK
      if ((lesson.get(shape) ?? char) !== char || (shapeOf.get(char) ?? shape) !== shape) return false
      lesson.set(shape, char)
      shapeOf.set(char, shape)
    }
    for (const [shape, char] of lesson) this.#alphabet.set(shape, char)
    return true
  }
}

/** Ink and paper of one cell, whatever their colours: the paper is what its corner shows. */
function shapeAt({ picture, width }: Picture, column: number, row: number): string {
  const start = row * CELL.height * width + column * CELL.width
  const paper = picture[start]
  let shape = ''
  for (let y = 0; y < CELL.height; y++)
    for (let x = 0; x < CELL.width; x++) shape += picture[start + y * width + x] === paper ? 0 : 1
  return shape
}
