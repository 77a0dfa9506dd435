import { cellSize, glyphOf } from './rfb/font'
import { Framebuffer } from './rfb/framebuffer'

/** The colours of a text screen (0xRRGGBB). */
const colors = {
  black: 0x101418,
  white: 0xd8dee4,
  grey: 0x808a94,
  green: 0x6cc070,
  blue: 0x6ca8e8,
  yellow: 0xe0c060,
  red: 0xe87870
} as const

/** What a character may be written in. */
export type Color = keyof typeof colors

const names = Object.keys(colors) as Color[]
const PAPER = names.indexOf('black')

const screenSize = { columns: 80, rows: 25 } as const
const CURSOR_HEIGHT = 3

/** What text is written on. Line breaks break lines; backspace (`\b`) steps back and wipes. */
export interface Paper {
  write(text: string, color?: Color): void
  writeLine(text?: string, color?: Color): void
  clear(): void
}

/** A screen of text with a cursor: writes characters, breaks lines, scrolls. */
export class TextScreen implements Paper {
  readonly framebuffer = new Framebuffer(
    screenSize.columns * cellSize.width,
    screenSize.rows * cellSize.height,
    Object.values(colors)
  )
  #column = 0
  #row = 0

  constructor() {
    this.clear()
  }

  clear(): void {
    const { framebuffer } = this
    framebuffer.fill({ x: 0, y: 0, width: framebuffer.width, height: framebuffer.height }, PAPER)
    this.#column = this.#row = 0
    this.#drawCursor(true)
  }

  /** Backspace steps over the edge of a line too. */
  write(text: string, color: Color = 'white'): void {
    this.#drawCursor(false)
    for (const char of text) {
      if (char === '\n') this.#newLine()
      else if (char === '\b') this.#back()
      else this.#put(char, color)
    }
    this.#drawCursor(true)
  }

  writeLine(text = '', color: Color = 'white'): void {
    this.write(`${text}\n`, color)
  }

  #put(char: string, color: Color): void {
    this.framebuffer.stamp(this.#cell(), glyphOf(char), { ink: names.indexOf(color), paper: PAPER })
    if (++this.#column === screenSize.columns) this.#newLine()
  }

  #back(): void {
    if (this.#column > 0) this.#column--
    else if (this.#row > 0) {
      this.#row--
      this.#column = screenSize.columns - 1
    }
    this.framebuffer.fill(this.#cell(), PAPER)
  }

  #newLine(): void {
    this.#column = 0
    if (this.#row < screenSize.rows - 1) this.#row++
    else this.framebuffer.scrollUp(cellSize.height, PAPER)
  }

  #drawCursor(shown: boolean): void {
    const { x, y, width, height } = this.#cell()
    const bar = { x, y: y + height - CURSOR_HEIGHT, width, height: CURSOR_HEIGHT }
    this.framebuffer.fill(bar, shown ? names.indexOf('grey') : PAPER)
  }

  #cell() {
    return { x: this.#column * cellSize.width, y: this.#row * cellSize.height, ...cellSize }
  }
}
