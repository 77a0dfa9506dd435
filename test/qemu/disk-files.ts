import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProcess } from '@main/kernel/run-process'

const run = (program: string, ...args: readonly string[]): Promise<string> =>
  runProcess(program, args, { timeoutMs: 60_000 })

/** The files that the disks of a guest are, seen with QEMU's own tools. `volumes` is where they are, if not beside it. */
export class DiskFiles {
  readonly #guest: string
  readonly #volumes: string
  readonly #id: string
  constructor(guest: string, id: string, volumes = guest) {
    this.#guest = guest
    this.#id = id
    this.#volumes = volumes
  }

  /** Every file that a disk is made of. */
  async all(): Promise<string[]> {
    return (await readdir(this.#volumes)).filter((name) => /\.qcow2/.test(name)).toSorted()
  }

  /** Path of what the guest writes to. */
  async live(index = 0): Promise<string> {
    const layout = join(this.#guest, 'disks.json')
    const plain = `${this.#id}_${index === 0 ? 'sys' : index - 1}.qcow2`
    if (!existsSync(layout)) return join(this.#volumes, plain)
    const { live } = JSON.parse(await readFile(layout, 'utf8')) as { live: string[] }
    return join(this.#volumes, live[index] ?? 'none')
  }

  /** Fills a part of a disk with a byte. */
  async write(byte: number, { index = 0, at = 0, length = 65536 } = {}): Promise<void> {
    await run('qemu-io', '-f', 'qcow2', '-c', `write -P ${byte} ${at} ${length}`, await this.live(index))
  }

  /** All that a disk shows. */
  async bytes(index = 0): Promise<Buffer> {
    const folder = await mkdtemp(join(tmpdir(), 'disk-'))
    const raw = join(folder, 'raw')
    try {
      await run('qemu-img', 'convert', '-f', 'qcow2', '-O', 'raw', await this.live(index), raw)
      return await readFile(raw)
    } finally {
      await rm(folder, { recursive: true })
    }
  }

  /** All that a disk shows, as a checksum and its size. */
  async contents(index = 0): Promise<string> {
    const bytes = await this.bytes(index)
    return `${createHash('sha256').update(bytes).digest('hex')} ${bytes.length}`
  }

  /** Bytes that all files together take of the file system. */
  async space(): Promise<number> {
    const stats = await Promise.all((await this.all()).map((name) => stat(join(this.#volumes, name))))
    return stats.reduce((sum, { blocks }) => sum + blocks * 512, 0)
  }

  /** Rejects if one of the files is damaged or has lost space, or is on one that is not there. */
  async check(): Promise<void> {
    for (const name of await this.all()) {
      await run('qemu-img', 'check', '-q', '-f', 'qcow2', join(this.#volumes, name))
      await run('qemu-img', 'info', '--backing-chain', join(this.#volumes, name))
    }
  }
}
