/** What became of something that the application's end cut off, in words for a person. */
export interface Ending {
  readonly isDone: boolean
  readonly words: string
}

/** Something unfinished that an earlier process left. */
export interface CutOff {
  /** The id of what it is a part of. */
  readonly partOf?: string
  /** What became of it; undefined while only a cell that is not there can tell. `waiting` has parts that wait for one. */
  look(waiting: ReadonlySet<string>): Ending | undefined
  /** What can be said until that cell answers. */
  readonly meanwhile: Ending
  /** Keeps what is said, inside a transaction. */
  end(ending: Ending): void
}

interface Deps {
  readonly transaction: (work: () => void) => void
}

/** Says of everything unfinished whether it was finished or undone: at once, and better once its cell is back. */
export class Recovery {
  readonly #deps: Deps
  #open: readonly CutOff[] = []
  #isTold = false

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Takes over what a process before this one left; parts before what they are parts of. */
  add(...found: readonly CutOff[]): void {
    this.#open = [...this.#open, ...found]
  }

  /** Looks again, since a cell has connected or will not for now. */
  look(): void {
    if (this.#open.length === 0) return
    const waiting = new Set<string>()
    this.#deps.transaction(() => {
      this.#open = this.#open.filter((one) => {
        const ending = one.look(waiting)
        if (!ending && one.partOf !== undefined) waiting.add(one.partOf)
        if (ending) one.end(ending)
        else if (!this.#isTold) one.end(one.meanwhile)
        return !ending
      })
    })
    this.#isTold = true
  }
}
