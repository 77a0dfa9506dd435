import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { locales, type Locale } from '@shared/contract/nano-bridge'
import { shellTexts, type ShellTexts } from './shell-texts'

interface Options {
  /** Where it is kept what the windows spoke last. */
  readonly file: string
  /** The system's language, for the first start. */
  readonly system: string
  /** Called when the words are others. */
  readonly changed: () => void
}

/** The language of what no page draws: that of the windows. */
export class ShellLanguage {
  readonly #options: Options
  #language: string

  constructor(options: Options) {
    this.#options = options
    this.#language = read(options.file) ?? options.system
  }

  get texts(): ShellTexts {
    return shellTexts(this.#language)
  }

  /** Hears what a window says that it speaks; false for what is no language of ours. */
  hear(language: unknown): boolean {
    if (!isLocale(language)) return false
    if (language === this.#language) return true
    this.#language = language
    keep(this.#options.file, language)
    this.#options.changed()
    return true
  }
}

const isLocale = (value: unknown): value is Locale => locales.some((each) => each === value)

function read(file: string): Locale | undefined {
  try {
    const found = readFileSync(file, 'utf8')
    return isLocale(found) ? found : undefined
  } catch {
    return undefined
  }
}

/** A folder that cannot be written costs a person only the right words until the window is there. */
function keep(file: string, language: Locale): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(file, language, { mode: 0o600 })
  } catch {
    return
  }
}
