import { ProcessError, runProcess } from '@main/kernel/run-process'
import type { CloneSource } from '../driver'

const QUICK_MS = 60_000
/** A full copy of a large image on a slow disk. */
const COPY_MS = 7 * 86_400_000
const CHECK_MS = 600_000
/** What `qemu-img check` ends with when space is lost and nothing else is wrong. */
const LEAKS = 3

/**
 * The qemu-img tool. Formats are always named, never guessed from a file's bytes, which a guest may have written; paths
 * are absolute, so that none is read as a protocol.
 */
export class QemuImg {
  readonly #program: string
  constructor(program: string) {
    this.#program = program
  }

  /** Makes an empty disk of `size` bytes, or one that holds only what differs from `backing`; it is durable at once. */
  async create(path: string, size: number, backing?: CloneSource): Promise<void> {
    const linked = backing ? ['-b', backing.path, '-F', backing.format] : []
    await this.#run(['create', '-q', '-f', 'qcow2', ...linked, path, String(size)], QUICK_MS)
  }

  /** Copies an image to a new file without its empty parts; tells how far it is, from 0 to 1. */
  async copy(
    { path, format }: CloneSource,
    target: string,
    { signal, onFraction }: { readonly signal: AbortSignal; readonly onFraction: (fraction: number) => void }
  ): Promise<void> {
    let told = 0
    const onOutput = (text: string): void => {
      const percent = Math.max(...[...text.matchAll(/\(([\d.]+)\/100%\)/g)].map(([, number]) => Number(number)))
      if (percent / 100 > told) onFraction((told = percent / 100))
    }
    const args = ['convert', '-p', '-t', 'writeback', '-f', format, '-O', 'qcow2', path, target]
    await runProcess(this.#program, args, { timeoutMs: COPY_MS, signal, onOutput })
  }

  async grow(path: string, size: number): Promise<void> {
    await this.#run(['resize', '-q', '-f', 'qcow2', path, String(size)], QUICK_MS)
  }

  /** Rejects with what is wrong inside a qcow2 file; space that is only lost is no error. Opens no other file. */
  async check(path: string): Promise<void> {
    const image = { driver: 'qcow2', backing: null, file: { driver: 'file', filename: path } }
    try {
      await this.#run(['check', '-U', '-q', `json:${JSON.stringify(image)}`], CHECK_MS)
    } catch (cause) {
      if (cause instanceof ProcessError && cause.exitCode === LEAKS) return
      throw cause
    }
  }

  #run(args: readonly string[], timeoutMs: number): Promise<string> {
    return runProcess(this.#program, args, { timeoutMs })
  }
}
