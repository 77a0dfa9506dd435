import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The longest path of a unix socket in bytes: `sun_path` without its final zero (unix(7); macOS sys/un.h). */
const LONGEST = process.platform === 'linux' ? 107 : 103
const SHORT_NAME = 'nano-xxxxxx/g'

/**
 * Ways to the sockets of guests, short enough to connect. The sockets themselves are always in the guests' own
 * folders, where no log-out and no cleaner of temporary folders takes them away, and QEMU, which runs there, needs
 * no path. Only where a path is too long for the system, a link in a fresh private folder shortens it.
 */
export class SocketPaths {
  readonly #folder: string
  #shortcut: Promise<string> | undefined

  /** `folder` has one folder per guest. */
  constructor(folder: string) {
    this.#folder = folder
  }

  async of(id: string, socket: string): Promise<string> {
    const path = join(this.#folder, id, socket)
    if (fits(path)) return path
    this.#shortcut ??= shorten(this.#folder, join(id, socket))
    return join(await this.#shortcut, 'g', id, socket)
  }

  async close(): Promise<void> {
    if (this.#shortcut) await rm(await this.#shortcut, { recursive: true, force: true })
  }
}

/** The private folder in which `g` leads to `folder`. */
async function shorten(folder: string, rest: string): Promise<string> {
  const parent = fits(join(tmpdir(), SHORT_NAME, rest)) ? tmpdir() : '/tmp'
  const shortcut = await mkdtemp(join(parent, 'nano-'))
  await symlink(folder, join(shortcut, 'g'))
  return shortcut
}

const fits = (path: string): boolean => Buffer.byteLength(path) <= LONGEST
