import type { Duplex } from 'node:stream'
import {
  DriverError,
  type DisksFacet,
  type Driver,
  type GuestChange,
  type GuestsFacet,
  type GuestSpec,
  type GuestUsage,
  type MediaFacet,
  type PowerFacet,
  type ScreenFacet,
  type StatsFacet
} from '../driver'
import { makeDisk, needFile } from './simulated-disk'
import type { Facet, SimulatedFaults } from './simulated-faults'
import { loadOf, powerOf, refuse } from './simulated-guest'
import { SimulatedHost, type GuestSeed, type HostOptions } from './simulated-host'
import { usageOf } from './simulated-load'

/** A driver that can also be told what its host has forgotten, and made to fail. */
export interface SimulatedDriver extends Driver {
  readonly kind: 'simulated'
  /** Puts a guest back that was forgotten with the last process. Tells nobody. */
  seedGuest(spec: GuestSpec, seed: GuestSeed): void
  /** For tests only. */
  readonly faults: SimulatedFaults
}

/** Opens a hypervisor that lives in memory, new and empty: for demos, for development, and for tests. */
export const openSimulatedDriver = (options: HostOptions): SimulatedDriver => openDriverOn(new SimulatedHost(options))

/** Opens a driver to a host from before, whose guests are as they were left. */
export function openDriverOn(host: SimulatedHost): SimulatedDriver {
  const streams = new Set<Duplex>()
  const listeners = new Set<(change: GuestChange) => void>()
  const letGo = host.onChange((change) => listeners.forEach((listener) => listener(change)))
  let closed = false

  /** Everything that is asked of the host goes through here, so that it can be offline. */
  async function ask<T>(facet: Facet, work: () => T | Promise<T>): Promise<T> {
    if (closed) throw new DriverError('The connection to this host is closed', 'unavailable')
    host.faults.check(facet)
    return work()
  }

  const guests: GuestsFacet = {
    list: () =>
      ask('guests', () =>
        [...host.guests.values()].map((guest) => ({ spec: guest.spec, media: guest.media, ...powerOf(guest) }))
      ),
    define: (spec) => ask('guests', () => void host.define(spec)),
    remove: ({ id }) =>
      ask('guests', () => {
        if (host.guests.has(id)) host.stopped({ id })
        host.guests.delete(id)
      })
  }

  const power: PowerFacet = {
    state: (guest) => ask('power', () => powerOf(host.get(guest))),
    start: (guest, options) => ask('power', () => host.start(guest, options?.media)),
    shutdown: (guest) => ask('power', () => host.press(host.running(guest), 'shutdown')),
    reboot: (guest) => ask('power', () => host.press(host.running(guest), 'reboot')),
    reset: (guest) => ask('power', () => host.reset(host.running(guest))),
    forceOff: (guest) => ask('power', () => host.off(host.get(guest)))
  }

  const disks: DisksFacet = {
    create: (handle, disk, options) =>
      ask('disks', async () => {
        const refuseTaken = (): void => {
          const guest = host.get(handle)
          if (guest.disks[disk.index]) refuse(guest, `has a disk ${disk.index}`)
        }
        refuseTaken()
        await makeDisk(disk, options, host.clock)
        refuseTaken()
        const { disks } = host.get(handle)
        while (disks.length < disk.index) disks.push(0)
        disks[disk.index] = disk.size
      }),
    replace: async () => {
      throw new DriverError('Not yet')
    },
    grow: async () => {
      throw new DriverError('Not yet')
    },
    shrink: async () => {
      throw new DriverError('Not yet')
    },
    export: async () => {
      throw new DriverError('Not yet')
    },
    remove: (handle, index) =>
      ask('disks', () => {
        const { disks } = host.stopped(handle)
        if (index < disks.length) disks[index] = 0
        while (disks.at(-1) === 0) disks.pop()
      }),
    sizes: (guest) => ask('disks', () => [...host.get(guest).disks])
  }

  const media: MediaFacet = {
    insert: (handle, path) =>
      ask('media', async () => {
        const emptyDrive = () => {
          const guest = host.running(handle)
          if (guest.media !== '') refuse(guest, 'has a medium in its drive')
          return guest
        }
        emptyDrive()
        await needFile(path)
        emptyDrive().media = path
      }),
    eject: (handle) =>
      ask('media', () => {
        const guest = host.running(handle)
        if (guest.media === '') refuse(guest, 'has nothing in its drive')
        guest.media = ''
      })
  }

  const screen: ScreenFacet = {
    open: (guest) =>
      ask('screen', (): Duplex => {
        const stream = host.openScreen(guest)
        streams.add(stream.once('close', () => streams.delete(stream)))
        return stream
      })
  }

  const stats: StatsFacet = {
    sample: (handles) =>
      ask('stats', () => {
        const now = host.clock.now().getTime()
        const samples = new Map<string, GuestUsage>()
        for (const { id } of handles) {
          const guest = host.guests.get(id)
          if (guest?.power === 'running') samples.set(id, usageOf(loadOf(guest), now))
        }
        return samples
      })
  }

  return {
    kind: 'simulated',
    host: () => ask('host', () => host.facts()),
    guests,
    power,
    disks,
    media,
    screen,
    stats,
    faults: host.faults,
    seedGuest: (spec, seed) => host.seedGuest(spec, seed),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      closed = true
      letGo()
      for (const stream of streams) stream.destroy()
    }
  }
}
