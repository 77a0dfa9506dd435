import type { Duplex } from 'node:stream'
import {
  DriverError,
  type Driver,
  type GuestChange,
  type GuestsFacet,
  type GuestSpec,
  type GuestUsage,
  type MediaFacet,
  type PowerFacet,
  type ScreenFacet,
  type SerialFacet,
  type StatsFacet
} from '../driver'
import { simulatedAgent } from './simulated-agent'
import { needFile } from './simulated-disk'
import { simulatedDisks } from './simulated-disks'
import type { Ask, SimulatedFaults } from './simulated-faults'
import { loadOf, powerOf, refuse } from './simulated-guest'
import { SimulatedHost, type GuestSeed, type HostOptions } from './simulated-host'
import { usageOf } from './simulated-load'
import { simulatedMigration } from './simulated-migration'
import { simulatedSnapshots } from './simulated-snapshots'
import { simulatedStorage } from './simulated-storage'

/** A driver that can also be told what its host has forgotten, and made to fail. */
export interface SimulatedDriver extends Required<Driver> {
  readonly kind: 'simulated'
  /** Puts a guest back that was forgotten with the last process; one that is there stays as it is. Tells nobody. */
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
  const ask: Ask = async (facet, work) => {
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

  const console = (kind: 'screen' | 'serial'): ScreenFacet & SerialFacet => ({
    open: (guest) =>
      ask(kind, (): Duplex => {
        const stream = host.openConsole(kind, guest)
        streams.add(stream.once('close', () => streams.delete(stream)))
        return stream
      })
  })

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
    disks: simulatedDisks(host, ask),
    snapshots: simulatedSnapshots(host, ask),
    agent: simulatedAgent(host, ask),
    storage: simulatedStorage(host, ask),
    migration: simulatedMigration(host, ask),
    media,
    screen: console('screen'),
    serial: console('serial'),
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
