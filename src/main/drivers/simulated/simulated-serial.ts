import type { Duplex } from 'node:stream'
import { SerialLine } from '../serial-line'
import type { Stroke } from './keyboard'
import type { SimulatedConsole } from './simulated-consoles'
import { SimulatedTty, type TtyDeps } from './simulated-tty'
import type { Color, Paper } from './text-screen'

/** The serial line of a made-up guest: its boot, a login prompt and a tiny shell, as a terminal understands them. */
export class SimulatedSerial implements SimulatedConsole {
  readonly #line: SerialLine
  readonly tty: SimulatedTty

  constructor(deps: TtyDeps) {
    this.#line = new SerialLine((bytes, done) => {
      for (const stroke of strokesOf(bytes.toString())) this.tty.type(stroke)
      done()
    })
    this.tty = new SimulatedTty(terminalOn(this.#line), deps)
  }

  get watched(): boolean {
    return this.#line.watched
  }

  open(): Duplex {
    return this.#line.watch()
  }

  endViewers(): void {
    this.#line.end()
  }
}

/** Colours of a terminal (ECMA-48 8.3.117, and the bright ones that all know). */
const inks: Readonly<Record<Color, number>> = {
  black: 30,
  white: 39,
  grey: 90,
  green: 32,
  blue: 34,
  yellow: 33,
  red: 31
}

const terminalOn = (line: SerialLine): Paper => {
  const write = (text: string, color: Color = 'white'): void => {
    const raw = text.replaceAll('\n', '\r\n').replaceAll('\b', '\b \b')
    line.say(Buffer.from(color === 'white' ? raw : `\x1b[${inks[color]}m${raw}\x1b[0m`))
  }
  return {
    write,
    writeLine: (text = '', color) => write(`${text}\n`, color),
    clear: () => write('\x1b[2J\x1b[H')
  }
}

/** What the keys of a terminal send: characters, controls, and sequences for keys that type nothing. */
const KEYS = /\x1b(?:[[O][\d;]*[ -/]*[@-~])?|[^\x1b]/gu

function strokesOf(text: string): Stroke[] {
  return (text.match(KEYS) ?? []).flatMap((key): Stroke[] => {
    if (key === '\r' || key === '\n') return [{ text: '\n' }]
    if (key === '\x7f' || key === '\b') return [{ text: '\b' }]
    if (key.startsWith('\x1b')) return []
    return [key < ' ' ? { control: String.fromCharCode(key.charCodeAt(0) + 96) } : { text: key }]
  })
}
