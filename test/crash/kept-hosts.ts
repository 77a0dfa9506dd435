import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CellConnection } from '@shared/contract/cell'
import { openDriver, type DriverEnvironment } from '@main/drivers'
import type { Driver, GuestSpec } from '@main/drivers/driver'
import type { SimulatedDriver } from '@main/drivers/simulated/simulated-driver'

/** A guest as its host has it, whatever the application believes. */
interface KeptGuest {
  readonly spec: GuestSpec
  readonly disks: readonly number[]
}

/** Made-up hosts that keep their guests in files, as real ones do, and so outlive the application. */
export class KeptHosts {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** What a host has: the virtual sizes of the disks of each guest, by id. */
  sizesOn(seed: number): ReadonlyMap<string, readonly number[]> {
    return new Map(this.#guestsOf(seed).map(({ spec, disks }) => [spec.id, disks]))
  }

  /** For `openApp`. Of another kind than a made-up host, lest the application tells it what it has. */
  readonly openDriver = async (connection: CellConnection, environment: DriverEnvironment): Promise<Driver> => {
    if (connection.kind !== 'simulated') return openDriver(connection, environment)
    const driver = (await openDriver(connection, environment)) as SimulatedDriver
    const { seed } = connection
    for (const { spec, disks } of this.#guestsOf(seed)) driver.seedGuest(spec, { running: false, disks })
    const keep = async (spec: GuestSpec): Promise<void> => {
      const disks = await driver.disks.sizes(spec)
      const path = this.#pathOf(seed, spec.id)
      writeFileSync(`${path}.new`, JSON.stringify({ spec, disks }))
      renameSync(`${path}.new`, path)
    }
    return {
      ...driver,
      kind: 'kept',
      guests: {
        ...driver.guests,
        define: async (spec) => {
          await driver.guests.define(spec)
          await keep(spec)
        },
        remove: async (guest) => {
          await driver.guests.remove(guest)
          rmSync(this.#pathOf(seed, guest.id), { force: true })
        }
      },
      disks: {
        ...driver.disks,
        create: async (guest, disk, options) => {
          await driver.disks.create(guest, disk, options)
          const found = (await driver.guests.list()).find(({ spec }) => spec.id === guest.id)
          if (found) await keep(found.spec)
        }
      }
    }
  }

  #guestsOf(seed: number): KeptGuest[] {
    const folder = this.#folderOf(seed)
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
    return files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as KeptGuest)
  }

  #folderOf(seed: number): string {
    const folder = join(this.#folder, `host-${seed}`)
    mkdirSync(folder, { recursive: true })
    return folder
  }

  #pathOf(seed: number, id: string): string {
    return join(this.#folderOf(seed), `${id}.json`)
  }
}
