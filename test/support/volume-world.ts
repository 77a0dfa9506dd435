import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { cp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import type { NewGuest } from '@shared/contract/guest'
import type { Task } from '@shared/contract/task'
import { openDriverOn, type SimulatedDriver } from '@main/drivers/simulated/simulated-driver'
import { SimulatedHost } from '@main/drivers/simulated/simulated-host'
import type { z } from 'zod'
import { connection } from '../drivers/simulated-rig'
import { createWorld, type World } from './world'

/** A world whose cell outlives the application, and takes no time unless it is held. */
export interface VolumeWorld {
  readonly world: World
  /** What the cell says now. */
  readonly driver: SimulatedDriver
  /** From now on nothing that takes the cell time ends, until it is released or cancelled. */
  hold(): void
  release(): void
  /** Makes a guest with two disks of 8 and 4 GiB, unless told otherwise; gives its id. */
  guest(more?: Partial<z.input<typeof NewGuest>>): Promise<string>
  /** Makes a disk image with a file of that virtual size; gives its id. */
  image(name: string, size?: number): Promise<string>
  /** Runs a task to its end, which must be a good one. */
  done(task: Promise<Task>): Promise<Task>
  /** The store as it is now is what the next process finds, however this one goes on. */
  keepStore(): Promise<void>
  /** Ends the application, and opens it on the store that was kept; `between` is called while none is open. */
  restartFromKept(between?: () => void): Promise<void>
}

export const GiB = 2 ** 30

export async function createVolumeWorld(): Promise<VolumeWorld> {
  let held: PromiseWithResolvers<void> | undefined
  const clock = {
    now: () => new Date(),
    sleep: async (_ms: number, signal?: AbortSignal) => {
      const cancelled = Promise.withResolvers<void>()
      signal?.addEventListener('abort', () => cancelled.resolve())
      if (!signal?.aborted) await Promise.race([held?.promise, ...(held ? [cancelled.promise] : [])])
      signal?.throwIfAborted()
    }
  }
  const host = new SimulatedHost({ connection, clock })
  const world = await createWorld({ openDriver: async () => openDriverOn(host) })
  const [store, kept] = [join(world.folder, 'store'), join(world.folder, 'kept')]

  const done = async (task: Promise<Task>): Promise<Task> => {
    const ended = await world.ended(await task)
    if (ended.state !== 'done') throw new Error(`${ended.operation} ended ${ended.state}: ${ended.error}`)
    return ended
  }
  return {
    world,
    driver: openDriverOn(host),
    done,
    hold: () => void (held = Promise.withResolvers()),
    release: () => {
      held?.resolve()
      held = undefined
    },
    guest: async (more = {}) => {
      const wanted = { name: 'web-1', cores: 1, memory: GiB, disks: [8 * GiB, 4 * GiB], ...more }
      return (await done(world.client.guest.create(wanted))).subject
    },
    async image(name, size = GiB) {
      const { id } = await world.client.diskImage.create({ name })
      const { ticket } = await world.client.diskImage.upload({ id })
      const pipe = world.app.tickets.redeem(ticket)
      if (pipe.kind !== 'upload') throw new Error(pipe.kind)
      const file = join(world.folder, `${name}.qcow2`)
      await promisify(execFile)('qemu-img', ['create', '-q', '-f', 'qcow2', file, String(size)])
      await pipeline(createReadStream(file), await pipe.open())
      return id
    },
    keepStore: () => cp(store, kept, { recursive: true, filter: (path) => !path.startsWith(join(store, 'lock')) }),
    async restartFromKept(between) {
      await world.app.close()
      await rm(store, { recursive: true })
      await rename(kept, store)
      between?.()
      await world.restart()
    }
  }
}
