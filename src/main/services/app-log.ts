import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { LogLevel, type LogLine } from '@shared/contract/diagnostics'
import { localTime } from '@shared/text/time'
import { linesBackwards } from '@main/kernel/audit/lines-backwards'
import type { DailyFile } from '@main/kernel/daily-file'

/** As `Logger` writes it. */
const LINE = /^(\S{24}) (debug|info|warn|error) ([^:]+): (.*)$/
const FILE = /^(app|shell)-\d{4}-\d\d-\d\d\.log$/
const levels = LogLevel.options

interface Wanted {
  readonly lines: number
  readonly level: LogLevel
}

/** The application's own log, as it is in its files: those of the core, and those of the shell around it. */
export class AppLog {
  readonly #folder: string
  readonly #file: DailyFile

  constructor(folder: string, file: DailyFile) {
    this.#folder = folder
    this.#file = file
  }

  /** The latest lines that are at least of a level, oldest first. */
  async latest({ lines, level }: Wanted): Promise<LogLine[]> {
    await this.#file.flush()
    const found: LogLine[] = []
    for await (const [time, itsLevel, source, message] of this.#backwards()) {
      if (levels.indexOf(itsLevel) < levels.indexOf(level)) continue
      found.push({ time: localTime(new Date(time)), level: itsLevel, source, message })
      if (found.length === lines) break
    }
    return found.reverse()
  }

  /** Both logs as one, last line first. */
  async *#backwards(): AsyncGenerator<Parts> {
    const names = (await readdir(this.#folder).catch(() => [])).filter((name) => FILE.test(name)).toSorted()
    const logs = ['app-', 'shell-'].map((prefix) =>
      partsOf(names.filter((name) => name.startsWith(prefix)).map((name) => join(this.#folder, name)))
    )
    try {
      const heads = await Promise.all(logs.map((log) => log.next()))
      for (;;) {
        const times = heads.map(({ done, value }) => (done === true ? '' : value[0]))
        const latest = times.indexOf(times.toSorted().at(-1) ?? '')
        const [head, log] = [heads[latest], logs[latest]]
        if (!head || !log || head.done === true) return
        yield head.value
        heads[latest] = await log.next()
      }
    } finally {
      await Promise.all(logs.map((log) => log.return(undefined)))
    }
  }
}

type Parts = readonly [time: string, level: LogLevel, source: string, message: string]

async function* partsOf(paths: readonly string[]): AsyncGenerator<Parts, undefined> {
  for (const path of paths.toReversed()) {
    const file = await open(path)
    try {
      for await (const { text } of linesBackwards(file, (await file.stat()).size)) {
        const [, time = '', level = '', source = '', message = ''] = LINE.exec(text) ?? []
        if (time !== '') yield [time, level as LogLevel, source, message]
      }
    } finally {
      await file.close()
    }
  }
}
