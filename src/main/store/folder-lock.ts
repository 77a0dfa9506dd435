import { randomUUID } from 'node:crypto'
import {
  constants,
  copyFileSync,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { fail } from '@shared/contract/errors'
import { processStart } from '@main/kernel/process-start'

interface Owner {
  readonly pid: number
  readonly start: string
  /** Tells two locks of one process apart. */
  readonly id: string
}

/** One process per folder: a file that names its holder. A holder that has ended holds nothing. */
export class FolderLock {
  readonly #path: string
  readonly #text: string
  private constructor(path: string, text: string) {
    this.#path = path
    this.#text = text
  }

  /** Refuses with FOLDER_IN_USE while another holder, or this process itself, has the folder. */
  static async take(directory: string): Promise<FolderLock> {
    const path = join(directory, 'lock')
    const owner: Owner = { pid: process.pid, start: (await processStart(process.pid)) ?? '', id: randomUUID() }
    const text = JSON.stringify(owner)
    const own = `${path}.${process.pid}.${owner.id}`
    writeFileSync(own, text, { mode: 0o600, flag: 'wx' })
    try {
      while (!publish(own, path)) await removeStale(directory, path)
    } finally {
      rmSync(own, { force: true })
    }
    await sweep(directory)
    return new FolderLock(path, text)
  }

  release(): void {
    if (read(this.#path) === this.#text) rmSync(this.#path, { force: true })
  }
}

/** Gives the lock its name, whole at once; false if the name is taken. */
function publish(own: string, path: string): boolean {
  try {
    linkSync(own, path)
    return true
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false
  }
  try {
    copyFileSync(own, path, constants.COPYFILE_EXCL) // a file system without hard links
    return true
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false
    throw cause
  }
}

/** Only one process can move a file away; one that moved a new holder's lock instead gives it back. */
async function removeStale(directory: string, path: string): Promise<void> {
  const text = read(path)
  if (text === undefined) return
  const owner = parse(text)
  if (owner && (await isAlive(owner))) fail('FOLDER_IN_USE', { path: directory, pid: owner.pid })
  const moved = `${path}.${process.pid}.${randomUUID()}`
  try {
    renameSync(path, moved)
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return
    throw cause
  }
  if (read(moved) !== text) publish(moved, path)
  rmSync(moved, { force: true })
}

/** Removes what processes that were killed left of their taking the lock. */
async function sweep(directory: string): Promise<void> {
  for (const name of readdirSync(directory)) {
    const pid = /^lock\.(\d+)\./.exec(name)?.[1]
    if (pid !== undefined && (await processStart(Number(pid))) === undefined)
      rmSync(join(directory, name), { force: true })
  }
}

async function isAlive({ pid, start }: Owner): Promise<boolean> {
  const now = await processStart(pid)
  return now !== undefined && (now === start || now === '' || start === '')
}

function parse(text: string): Owner | undefined {
  try {
    return JSON.parse(text) as Owner
  } catch {
    return undefined // its holder was ended while it wrote
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined
    throw cause
  }
}

const codeOf = (cause: unknown): string | undefined => (cause as NodeJS.ErrnoException).code
