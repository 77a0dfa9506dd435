import { VgaText, type Picture } from './vga-text'

/** What the sample guest draws when it is ready; its letters are the alphabet in which one can type to it. */
const TEXTS = ['The sample guest is running.', 'Nano Desktop', 'Type something:']
/** A shape that no text has taught: the prompt before a line, the cursor after it. */
const UNKNOWN = '?'

/** The line that was typed last at the sample guest, in letters of its greeting; undefined before it has greeted. */
export function typedAt(picture: Picture): string | undefined {
  const text = new VgaText(picture)
  const places = TEXTS.map((each) => text.find(each))
  const prompt = places.at(-1)
  if (places.includes(undefined) || !prompt) return undefined
  const row = text.row(prompt.row + 1).trim()
  return row.startsWith(UNKNOWN) ? row.slice(1).trim().replace(/\?$/, '') : undefined
}
