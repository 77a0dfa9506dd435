/** Keysyms of X11 that a line of text needs (RFC 6143 7.5.4). */
const keysym = {
  backspace: 0xff08,
  enter: 0xff0d,
  keypadEnter: 0xff8d,
  keypadZero: 0xffb0,
  controlLeft: 0xffe3,
  controlRight: 0xffe4,
  altLeft: 0xffe9,
  altRight: 0xffea,
  delete: 0xffff,
  unicode: 0x0100_0000
} as const

/** What a person typed: one character, `\n`, `\b`, or something held down with Ctrl. */
export type Stroke = { readonly text: string } | { readonly control: string }

/** Turns keys going down and up into what was typed. */
export class Keyboard {
  readonly #held = new Set<number>()

  /** Gives `undefined` for a key that types nothing. */
  press(key: number, down: boolean): Stroke | undefined {
    if (down) this.#held.add(key)
    else this.#held.delete(key)
    if (!down) return undefined
    const control = this.#holds(keysym.controlLeft, keysym.controlRight)
    if (key === keysym.delete && control && this.#holds(keysym.altLeft, keysym.altRight))
      return { control: 'alt+delete' }
    const text = textOf(key)
    if (text === '') return undefined
    return control ? { control: text.toLowerCase() } : { text }
  }

  #holds(...keys: readonly number[]): boolean {
    return keys.some((key) => this.#held.has(key))
  }
}

function textOf(key: number): string {
  if (key === keysym.enter || key === keysym.keypadEnter) return '\n'
  if (key === keysym.backspace) return '\b'
  if (key >= keysym.keypadZero && key < keysym.keypadZero + 10) return String(key - keysym.keypadZero)
  if (key >= 0x20 && key < 0x7f) return String.fromCharCode(key)
  const unicode = key - keysym.unicode
  return unicode >= 0xa0 && unicode <= 0x10ffff ? String.fromCodePoint(unicode) : ''
}
