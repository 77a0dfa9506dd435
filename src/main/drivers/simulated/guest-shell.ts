import { formatBytes } from '@shared/text/bytes'
import type { GuestSpec } from '../driver'
import type { Stroke } from './keyboard'
import type { PowerWish } from './simulated-guest'
import type { Paper } from './text-screen'

/** What a guest's programs can see of it. */
export interface GuestFacts {
  readonly spec: GuestSpec
  /** When it came up, in milliseconds since 1970. */
  readonly since: number
  /** Virtual sizes in bytes. */
  readonly disks: readonly number[]
  readonly address: string
  readonly now: Date
}

interface Deps {
  readonly screen: Paper
  readonly facts: () => GuestFacts
  readonly press: (wish: PowerWish) => void
}

const LONGEST_LINE = 512
const KERNEL = '6.1.0-simulated'

/** A login prompt and a tiny shell: it reads lines, and knows a handful of commands. */
export class GuestShell {
  readonly #deps: Deps
  #user = ''
  #line = ''
  /** True once the power button is pressed: nothing is written any more. */
  #left = false

  constructor(deps: Deps) {
    this.#deps = deps
    this.#prompt()
  }

  type(stroke: Stroke): void {
    if ('control' in stroke) return this.#control(stroke.control)
    const { screen } = this.#deps
    if (stroke.text === '\n') {
      screen.write('\n')
      return this.#enter(this.#line.trim())
    }
    if (stroke.text !== '\b') {
      if (this.#line.length >= LONGEST_LINE) return
      this.#line += stroke.text
      return screen.write(stroke.text)
    }
    if (this.#line === '') return
    this.#line = [...this.#line].slice(0, -1).join('')
    screen.write('\b')
  }

  #control(key: string): void {
    if (key === 'alt+delete') this.#leave('reboot')
    else if (key === 'c') {
      this.#deps.screen.writeLine('^C')
      this.#prompt()
    } else if (key === 'l') {
      const line = this.#line
      this.#deps.screen.clear()
      this.#prompt()
      for (const char of line) this.type({ text: char })
    } else if (key === 'd' && this.#user !== '' && this.#line === '') this.#enter('exit')
  }

  #enter(line: string): void {
    if (this.#user !== '') this.#run(line)
    else if (line !== '') {
      this.#user = line
      this.#deps.screen.writeLine(`\nWelcome to ${this.#host()}. This guest is simulated; type help to look around.\n`)
    }
    this.#prompt()
  }

  #run(line: string): void {
    const [command = '', ...words] = line.split(/\s+/)
    if (command === '') return
    const run = Object.hasOwn(this.#commands, command) ? this.#commands[command] : undefined
    const answer = run ? run(words) : `-sh: ${command}: not found`
    if (answer !== '') this.#deps.screen.writeLine(answer)
  }

  readonly #commands: Readonly<Record<string, (words: readonly string[]) => string>> = {
    clear: () => {
      this.#deps.screen.clear()
      return ''
    },
    date: () => this.#deps.facts().now.toUTCString(),
    echo: (words) => words.join(' '),
    exit: () => {
      this.#user = ''
      return ''
    },
    free: () => `Memory: ${formatBytes(this.#deps.facts().spec.memory)}`,
    help: () => `Try: ${Object.keys(this.#commands).join(' ')}`,
    ip: () => `eth0: ${this.#deps.facts().spec.ethernet_address}, ${this.#deps.facts().address}`,
    lsblk: () =>
      this.#deps
        .facts()
        .disks.map((size, index) => `disk${index}  ${formatBytes(size)}`)
        .join('\n'),
    poweroff: () => this.#leave('shutdown'),
    reboot: () => this.#leave('reboot'),
    uname: ([option]) => (option === '-a' ? `Linux ${this.#host()} ${KERNEL} x86_64` : 'Linux'),
    uptime: () => {
      const { now, since } = this.#deps.facts()
      return `up ${spanOf(now.getTime() - since)}`
    },
    whoami: () => this.#user
  }

  #leave(wish: PowerWish): string {
    this.#left = true
    this.#deps.press(wish)
    return ''
  }

  #prompt(): void {
    if (this.#left) return
    this.#line = ''
    const { screen } = this.#deps
    if (this.#user === '') return screen.write(`${this.#host()} login: `)
    screen.write(`${this.#user}@${this.#host()}`, 'green')
    screen.write(':')
    screen.write('~', 'blue')
    screen.write('$ ')
  }

  #host(): string {
    return this.#deps.facts().spec.name.slice(0, 40).replaceAll(/\s/g, ' ')
  }
}

/** `3 days, 04:12:09`. */
function spanOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const clock = [seconds / 3600, seconds / 60, seconds].map(
    (value, place) => Math.floor(value) % (place === 0 ? 24 : 60)
  )
  const days = Math.floor(seconds / 86_400)
  const text = clock.map((value) => String(value).padStart(2, '0')).join(':')
  return days === 0 ? text : `${days} day${days === 1 ? '' : 's'}, ${text}`
}
