import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The longest path of a unix socket in bytes: 107 on Linux, 103 on macOS (`sun_path` without its final zero). */
const LONGEST = 103
const LONGEST_NAME = `${'x'.repeat(64)}/qmp.sock`

/**
 * Ways to the sockets of guests, short enough to connect. The sockets themselves are always in the guests' own
 * folders, where no log-out and no cleaner of temporary folders takes them away, and QEMU, which runs there, needs
 * no path. Only where a path is too long for the system, a link in a fresh private folder shortens it.
 */
export class SocketPaths {
  readonly #folder: string
  readonly #shortcut: string | undefined
  private constructor(folder: string, shortcut?: string) {
    this.#folder = folder
    this.#shortcut = shortcut
  }

  /** `folder` has one folder per guest. */
  static async open(folder: string): Promise<SocketPaths> {
    if (fits(folder)) return new SocketPaths(folder)
    const parent = fits(join(tmpdir(), 'nano-xxxxxx/g')) ? tmpdir() : '/tmp'
    const shortcut = await mkdtemp(join(parent, 'nano-'))
    await symlink(folder, join(shortcut, 'g'))
    return new SocketPaths(join(shortcut, 'g'), shortcut)
  }

  of(id: string, socket: string): string {
    return join(this.#folder, id, socket)
  }

  async close(): Promise<void> {
    if (this.#shortcut !== undefined) await rm(this.#shortcut, { recursive: true, force: true })
  }
}

const fits = (folder: string): boolean => Buffer.byteLength(join(folder, LONGEST_NAME)) <= LONGEST
