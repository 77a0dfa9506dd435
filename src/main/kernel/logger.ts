import { inspect } from 'node:util'
import type { Clock } from './clock'
import type { DailyFile } from './daily-file'

export type Level = 'debug' | 'info' | 'warn' | 'error'

/** A name per module; details as JSON. Secrets never come here: callers log names and ids. */
export class Logger {
  readonly #file: DailyFile
  readonly #clock: Clock
  readonly #name: string

  constructor(file: DailyFile, clock: Clock, name = 'app') {
    this.#file = file
    this.#clock = clock
    this.#name = name
  }

  for(name: string): Logger {
    return new Logger(this.#file, this.#clock, name)
  }

  info(message: string, details?: object): void {
    this.#write('info', message, details)
  }

  warn(message: string, details?: object): void {
    this.#write('warn', message, details)
  }

  error(message: string, cause?: unknown): void {
    this.#write('error', message, cause === undefined ? undefined : { cause: inspect(cause) })
  }

  #write(level: Level, message: string, details?: object): void {
    const now = this.#clock.now()
    const more = details ? ` ${JSON.stringify(details)}` : ''
    this.#file.append(now, `${now.toISOString()} ${level} ${this.#name}: ${message.replaceAll('\n', '\\n')}${more}`)
  }
}
