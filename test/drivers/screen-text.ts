import { cellSize, glyphOf } from '@main/drivers/simulated/rfb/font'

const PRINTABLE = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index))
const charOf = new Map(PRINTABLE.map((char) => [glyphOf(char).join(''), char]))

/** Reads the text of a picture, as a person would: a cell is a character where its pixels are that character's. */
export function textOf({ picture, width, height }: { picture: Uint32Array; width: number; height: number }): string {
  const paper = picture[0] ?? 0
  const charAt = (column: number, row: number): string => {
    let ink = ''
    for (let y = 0; y < cellSize.height; y++)
      for (let x = 0; x < cellSize.width; x++) {
        const place = (row * cellSize.height + y) * width + column * cellSize.width + x
        ink += picture[place] === paper ? 0 : 1
      }
    return charOf.get(ink) ?? '?'
  }
  const columns = Array.from({ length: Math.floor(width / cellSize.width) }, (_, column) => column)
  const rows = Array.from({ length: Math.floor(height / cellSize.height) }, (_, row) => row)
  return rows
    .map((row) =>
      columns
        .map((column) => charAt(column, row))
        .join('')
        .trimEnd()
    )
    .join('\n')
    .trimEnd()
}
