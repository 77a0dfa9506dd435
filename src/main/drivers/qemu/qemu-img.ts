import { ProcessError, runProcess } from '@main/kernel/run-process'
import { DriverError, type CloneSource } from '../driver'

const QUICK_MS = 60_000
/** A full copy of a large image on a slow disk. */
const COPY_MS = 7 * 86_400_000
const CHECK_MS = 600_000
/** What `qemu-img check` ends with when space is lost and nothing else is wrong. */
const LEAKS = 3

/** How a long piece of work is stopped, and how far it is, from 0 to 1. */
export interface ImgWork {
  readonly signal?: AbortSignal
  readonly onFraction: (fraction: number) => void
}

/** A file that another one shows where it has nothing of its own; a path without a folder is beside that one. */
export type Backing = Pick<CloneSource, 'path' | 'format'>

/** Of `qemu-img info`. */
interface Info {
  readonly 'virtual-size': number
  readonly 'backing-filename'?: string
  readonly 'backing-filename-format'?: string
}

/**
 * The qemu-img tool. Formats are always named, never guessed from a file's bytes, which a guest may have written; paths
 * are absolute, so that none is read as a protocol. `mark` is in the environment of all that is started.
 */
export class QemuImg {
  readonly #program: string
  readonly #mark: Readonly<Record<string, string>>
  constructor(program: string, mark: Readonly<Record<string, string>> = {}) {
    this.#program = program
    this.#mark = mark
  }

  /** Makes an empty disk of `size` bytes, or one that holds only what differs from `backing`; it is durable at once. */
  async create(path: string, size: number, backing?: Backing): Promise<void> {
    await this.#run(['create', '-q', '-f', 'qcow2', ...on('-b', backing), path, String(size)])
  }

  /** Copies an image to a new file without its empty parts: all that it shows, or only what it does not share with `backing`. */
  async copy({ path, format }: Backing, target: string, work: ImgWork & { readonly backing?: Backing }): Promise<void> {
    const formats = ['-f', format, '-O', 'qcow2', ...on('-B', work.backing)]
    await this.#long(['convert', '-p', '-t', 'writeback', ...formats, path, target], work)
  }

  /** Writes what a qcow2 file holds into its backing file, which shows the same then, and is a file of ours. */
  async commit(path: string, into: string, work: ImgWork): Promise<void> {
    // Without a base, another version of the tool may write to the bottom of the chain, which is an image.
    await this.#long(['commit', '-p', '-d', '-t', 'writeback', '-f', 'qcow2', '-b', into, path], work)
  }

  /** Puts a qcow2 file on another backing file, or on none, and copies into it what it showed of the old one. */
  async rebase(path: string, backing: Backing | undefined, work: ImgWork): Promise<void> {
    const onto = backing ? on('-b', backing) : ['-b', '']
    await this.#long(['rebase', '-p', '-t', 'writeback', '-f', 'qcow2', ...onto, path], work)
  }

  /** Says that a qcow2 file is on another one of ours, which shows the same wherever the file has nothing of its own. */
  async putBackOn(path: string, backing: string): Promise<void> {
    await this.#run(['rebase', '-u', '-f', 'qcow2', '-b', backing, '-F', 'qcow2', path])
  }

  async grow(path: string, size: number): Promise<void> {
    await this.#run(['resize', '-q', '-f', 'qcow2', path, String(size)])
  }

  /** The size of a qcow2 file's disk, and on what it is. */
  async info(path: string): Promise<{ readonly size: number; readonly backing?: Backing }> {
    const info = JSON.parse(await this.#run(['info', '-U', '-f', 'qcow2', '--output=json', path])) as Info
    const { 'virtual-size': size, 'backing-filename': backing, 'backing-filename-format': format } = info
    if (backing === undefined) return { size }
    if (format !== 'qcow2' && format !== 'raw') throw new DriverError(`The disk ${path} is on ${format ?? 'something'}`)
    return { size, backing: { path: backing, format } }
  }

  /** Rejects with what is wrong inside a qcow2 file; space that is only lost is no error. Opens no other file. */
  async check(path: string): Promise<void> {
    const image = { driver: 'qcow2', backing: null, file: { driver: 'file', filename: path } }
    await this.#check(['-U', `json:${JSON.stringify(image)}`])
  }

  /** Finds the space again that was lost in a qcow2 file when the tool was killed while it wrote there. */
  async repair(path: string): Promise<void> {
    await this.#check(['-r', 'leaks', '-f', 'qcow2', path])
  }

  async #check(args: readonly string[]): Promise<void> {
    try {
      await this.#run(['check', '-q', ...args], CHECK_MS)
    } catch (cause) {
      if (cause instanceof ProcessError && cause.exitCode === LEAKS) return
      throw cause
    }
  }

  async #long(args: readonly string[], { signal, onFraction }: ImgWork): Promise<void> {
    let told = 0
    const onOutput = (text: string): void => {
      const percent = Math.max(...[...text.matchAll(/\(([\d.]+)\/100%\)/g)].map(([, number]) => Number(number)))
      if (percent / 100 > told) onFraction((told = percent / 100))
    }
    await runProcess(this.#program, args, {
      timeoutMs: COPY_MS,
      ...(signal && { signal }),
      env: this.#mark,
      onOutput
    })
  }

  #run(args: readonly string[], timeoutMs = QUICK_MS): Promise<string> {
    return runProcess(this.#program, args, { timeoutMs, env: this.#mark })
  }
}

const on = (option: '-b' | '-B', backing: Backing | undefined): readonly string[] =>
  backing ? [option, backing.path, '-F', backing.format] : []
