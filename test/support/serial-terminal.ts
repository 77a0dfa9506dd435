import type { Duplex } from 'node:stream'
import { until } from './until'

const BUSY_MS = 60_000

/** A terminal at a guest's serial line: remembers what the guest says, and types. */
export class SerialTerminal {
  readonly #line: Duplex
  #heard = ''

  constructor(line: Duplex) {
    this.#line = line
    line.on('data', (bytes: Buffer) => (this.#heard += bytes.toString('latin1')))
  }

  /** Waits until the guest has said it since the last line was typed. */
  async says(text: string | RegExp): Promise<void> {
    const said = (): boolean => (typeof text === 'string' ? this.#heard.includes(text) : text.test(this.#heard))
    await until(`the serial line to say "${text}"`, said, BUSY_MS).catch((cause: unknown) => {
      throw new Error(`The serial line has not said "${text}", but: ${this.#heard.slice(-2_000)}`, { cause })
    })
  }

  enter(line: string): void {
    this.#heard = ''
    this.#line.write(`${line}\r`)
  }

  /** Signs in at the prompt and proves it. */
  async logIn(user: string, password: string): Promise<void> {
    await this.says('login: ')
    this.enter(user)
    await this.says('Password: ')
    this.enter(password)
    await this.says(/[$#] /)
    this.enter('echo I-AM-$(whoami)')
    await this.says(`I-AM-${user}`)
  }

  close(): void {
    this.#line.destroy()
  }
}
