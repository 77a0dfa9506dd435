import { access, constants, lstat, mkdir, readdir, statfs } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { fail } from '@shared/contract/errors'
import type { DataFolder as Shown } from '@shared/contract/system'
import type { Desk } from '@main/kernel/desk'

interface Deps {
  readonly path: string
  /** Absent where the application is served without a window. */
  readonly desk: Desk | undefined
  /** How many tasks a restart would interrupt. */
  readonly running: () => number
}

/** Where everything is kept: how large that is, and another place for it from the next start on. */
export class DataFolder {
  readonly #deps: Deps
  #next: string

  constructor(deps: Deps) {
    this.#deps = deps
    this.#next = deps.path
  }

  async show(): Promise<Shown> {
    const { path, desk } = this.#deps
    const [size, { bavail, bsize }] = await Promise.all([sizeOf(path), statfs(path)])
    const next = this.#next
    return {
      ...{ path, size, free: bavail * bsize, next, next_has_data: next !== path && (await holdsStore(next)) },
      ...{ fixed: !desk?.keepFolder, desktop: desk !== undefined }
    }
  }

  /** The next start uses `wanted`, or without one what the person at this computer chooses. Nothing is moved. */
  async set(wanted: string): Promise<void> {
    const { path, desk } = this.#deps
    const keep = desk?.keepFolder ?? fail('DATA_FOLDER_FIXED', {})
    const chosen = wanted === '' ? await desk?.chooseFolder() : wanted
    if (!chosen) return
    const folder = resolve(chosen)
    const refuse = (reason: string): never => fail('DATA_FOLDER_REFUSED', { path: folder, reason })
    if (!isAbsolute(chosen)) refuse('write the whole path')
    const way = relative(path, folder)
    if (way !== '') {
      if (!way.startsWith('..') && !isAbsolute(way)) fail('DATA_FOLDER_INSIDE', { path: folder })
      await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause: Error) => refuse(cause.message))
      await access(folder, constants.R_OK | constants.W_OK | constants.X_OK).catch(() =>
        refuse('it cannot be written to')
      )
      if ((await readdir(folder)).length > 0 && !(await holdsStore(folder)))
        fail('DATA_FOLDER_FOREIGN', { path: folder })
    }
    await keep(folder)
    this.#next = folder
  }

  async reveal(): Promise<void> {
    await this.#desk.showFolder(this.#deps.path)
  }

  /** Refused while tasks run, which it would interrupt. */
  restart(): void {
    const { restart } = this.#desk
    const tasks = this.#deps.running()
    if (tasks > 0) fail('RESTART_REFUSED', { tasks })
    restart()
  }

  get #desk(): Desk {
    return this.#deps.desk ?? fail('DESKTOP_NEEDED', {})
  }
}

const holdsStore = async (folder: string): Promise<boolean> =>
  (await readdir(join(folder, 'store')).catch(() => [])).some((name) => /^(snapshot|journal)-\d/.test(name))

/** Bytes on the disk of all that is in a folder: of a file with holes, what it really takes. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  let size = 0
  for (const entry of entries) {
    if (!entry.isFile()) continue
    // What was removed meanwhile takes no room.
    const { blocks, size: length } = await lstat(join(entry.parentPath, entry.name)).catch(() => ({
      blocks: 0,
      size: 0
    }))
    size += process.platform === 'win32' ? length : blocks * 512
  }
  return size
}
