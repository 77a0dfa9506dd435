import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { expect } from 'vitest'
import type { GuestDetails } from '@shared/contract/guest'
import type { SnapshotNode } from '@shared/contract/snapshot'
import type { Task } from '@shared/contract/task'
import { freePort, isUp } from '../support/guest-web'
import type { ServedApp } from '../support/served-app'
import { until } from '../support/until'
import { DiskFiles } from './disk-files'
import { childOf } from './proc'

const MiB = 1 << 20

/** What a person has of a guest: what its disks show, and its snapshots, the current one with a star. */
export interface Having {
  readonly disks: readonly string[]
  readonly snapshots: readonly string[]
}

/** A guest with a Linux, whose disks are full copies, so that what is done to them takes its time. */
export class WholeGuest {
  readonly #app: ServedApp
  readonly id: string
  readonly port: number
  readonly files: DiskFiles
  readonly #folder: string

  private constructor(app: ServedApp, id: string, port: number) {
    this.#app = app
    this.id = id
    this.port = port
    this.#folder = join(app.folder, 'guests', id)
    this.files = new DiskFiles(this.#folder, id)
  }

  static async create(app: ServedApp, name: string, from_image: string): Promise<WholeGuest> {
    const port = await freePort()
    const { subject } = await app.done('POST /guests/', {
      ...{ name, from_image, clone: 'full', cores: 1, memory: 256 * MiB, system_version: 'centos7' },
      ...{ disks: [256 * MiB, 64 * MiB, MiB, MiB], ports: [{ host: port, guest: 80 }] }
    })
    return new WholeGuest(app, subject, port)
  }

  /** `ID` in a route is the guest's. */
  route = (text: string): string => text.replace('ID', this.id)
  done = (route: string, body?: object): Promise<Task> => this.#app.done(this.route(route), body)
  look = (): Promise<GuestDetails> => this.#app.ask(`GET /guests/${this.id}`)

  /** Gives what there is once the files of its disks are whole; there are no others, and the API says the same. */
  async having(): Promise<Having> {
    await until('the guest to be whole', async () => !this.#isChanging() && (await this.look()).created, 30_000)
    const { disks, snapshots, error, running } = await this.look()
    const contents = await Promise.all(disks.map((_size, index) => this.files.contents(index)))
    expect({ error, running, disks }).toEqual({ error: '', running: false, disks: contents.map(sizeOf) })
    await this.files.check()
    expect(await this.files.all()).toHaveLength(disks.length * (1 + snapshots))
    const tree = await this.#app.ask<Record<string, SnapshotNode>>(`GET /instances/${this.id}/snapshots/`)
    const names = Object.entries(tree).map(([name, { is_current }]) => (is_current ? `${name}*` : name))
    expect(names).toHaveLength(snapshots)
    return { disks: contents, snapshots: names.toSorted() }
  }

  /** The process that it is while it runs. */
  async qemu(): Promise<number> {
    return Number(await readFile(join(this.#folder, 'qemu.pid'), 'utf8'))
  }

  async boots(): Promise<void> {
    await this.#app.ask(`POST /instances/${this.id}`)
    expect(await isUp(this.port)).toContain('host guest')
    await this.#app.ask(`DELETE /instances/${this.id}`, { force: true })
  }

  /**
   * Gives an order, and kills the application, or its disk tool, `lateMs` after the tool has begun. Tells whether that
   * was in the middle of the work, and what became of its task in the end.
   */
  async cutOff(
    { route, body }: { readonly route: string; readonly body?: object },
    victim: Victim,
    lateMs: number
  ): Promise<{ readonly isCut: boolean; readonly task: Task }> {
    const app = this.#app
    const tool = (): number | undefined => (this.#isChanging() ? childOf(app.pid, 'qemu-img') : undefined)
    let isOver = false
    const ordered = app
      .order(this.route(route), body)
      .then((task) => app.ended(task))
      .catch(() => undefined)
      .finally(() => (isOver = true))
    while (!isOver && tool() === undefined) await setImmediate()
    if (lateMs > 0) await setTimeout(lateMs)
    const pid = tool()
    if (victim === 'the application') await app.kill()
    else if (pid !== undefined) process.kill(pid, 'SIGKILL')
    const isCut = victim === 'the application' ? this.#isChanging() : pid !== undefined
    await ordered
    if (victim === 'the application') await app.startAgain()
    return { isCut, task: await app.lastTask() }
  }

  /** Whether its disks are being changed, or something is left of that. */
  #isChanging(): boolean {
    return existsSync(join(this.#folder, 'change.json'))
  }
}

/** Who is killed. */
export type Victim = 'the application' | 'its disk tool'

/** In bytes. */
export const sizeOf = (contents: string): number => Number(contents.split(' ')[1])

/** A disk with these bytes, as `DiskFiles` tells its contents. */
export const contentsOf = (bytes: Buffer): string =>
  `${createHash('sha256').update(bytes).digest('hex')} ${bytes.length}`
