import type { AuditFiles } from './audit-files'
import { dayOf, entryOf, secondOf } from './audit-entry'

/** So many ids a second has; what comes after is of the next. */
const PER_SECOND = 1000

/**
 * Gives each entry an id of its own. As local time comes twice when summer ends, and a clock may be set back, it knows
 * what the day's file has already.
 */
export class AuditIds {
  readonly #files: AuditFiles
  #day = ''
  /** How many of a second's ids are used. */
  readonly #used = new Map<string, number>()

  constructor(files: AuditFiles) {
    this.#files = files
  }

  async next(at: Date): Promise<string> {
    for (let time = at; ; time = new Date(time.getTime() + 1000)) {
      const second = secondOf(time)
      await this.#learn(dayOf(`${second}000`))
      const used = this.#used.get(second) ?? 0
      if (used === PER_SECOND) continue
      this.#used.set(second, used + 1)
      return second + String(used).padStart(3, '0')
    }
  }

  async #learn(day: string): Promise<void> {
    if (day === this.#day) return
    this.#day = ''
    this.#used.clear()
    await this.#files.eachLine(day, ({ text }) => {
      const { id } = entryOf(text) ?? { id: '' }
      const [second, used] = [id.slice(0, -3), Number(id.slice(-3)) + 1]
      if (id !== '') this.#used.set(second, Math.max(used, this.#used.get(second) ?? 0))
    })
    this.#day = day
  }
}
