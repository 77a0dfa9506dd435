import type { Duplex } from 'node:stream'
import { RfbClient } from '../drivers/rfb-client'
import { until } from './until'
import { VgaText } from './vga-text'

const SHIFT = 0xffe1
const BUSY_MS = 30_000

/** The screen and the keys of a guest that shows text. What it surely shows and what was typed teaches its letters. */
export class GuestConsole {
  readonly #viewer: RfbClient
  readonly #lessons: string[]
  #logins = 0

  private constructor(viewer: RfbClient, lesson: string) {
    this.#viewer = viewer
    this.#lessons = [lesson]
  }

  /** Looks at a screen that says `lesson` sooner or later, and does not change its size any more. */
  static async open(stream: Duplex, lesson: string): Promise<GuestConsole> {
    const viewer = await RfbClient.connect(stream)
    void viewer.follow()
    const console = new GuestConsole(viewer, lesson)
    await console.says(lesson)
    return console
  }

  /** Waits until so many rows have the text. */
  async says(text: string, times = 1): Promise<void> {
    const look = (): boolean => {
      const screen = new VgaText(this.#viewer)
      for (const lesson of [...this.#lessons, text]) screen.find(lesson)
      const rows = Array.from({ length: 25 }, (_, row) => screen.row(row))
      return rows.filter((row) => row.includes(text.trimEnd())).length >= times
    }
    await until(`the screen to say "${text}"`, look, BUSY_MS)
  }

  /** QEMU presses Shift for capitals by itself, for other signs it does not. */
  enter(line: string): void {
    for (const char of `${line}\n`)
      if ('$()'.includes(char)) this.#viewer.hold(SHIFT, () => this.#viewer.type(char))
      else this.#viewer.type(char)
    this.#lessons.push(line)
  }

  /** Signs in at the prompt and proves it. */
  async logIn(user: string, password: string): Promise<void> {
    this.#logins++
    await this.says('login: ', this.#logins)
    this.enter(user)
    await this.says('Password: ', this.#logins)
    this.#viewer.type(`${password}\n`)
    await this.says('built-in shell (ash)', this.#logins)
    this.enter('echo I-AM-$(whoami)')
    await this.says(`I-AM-${user}`, this.#logins)
  }

  close(): void {
    this.#viewer.stream.destroy()
  }
}
