import type { Duplex } from 'node:stream'
import type { CellConnection } from '@shared/contract/cell'
import type { Clock } from '@main/kernel/clock'
import type { Dispose } from '@main/kernel/disposable'
import {
  DriverError,
  type GuestChange,
  type GuestHandle,
  type GuestSpec,
  type HostFacts,
  type SnapshotFacts
} from '../driver'
import { chance, keyOf } from './chance'
import { guestAddress } from './simulated-address'
import { needFile } from './simulated-disk'
import { factsOf } from './simulated-facts'
import { SimulatedFaults } from './simulated-faults'
import { powerOf, refuse, stoppedGuest, type PowerWish, type SimulatedGuest } from './simulated-guest'
import { SimulatedConsoles } from './simulated-consoles'
import { SimulatedScreen } from './simulated-screen'
import { SimulatedSerial } from './simulated-serial'
import { SimulatedFolders } from './simulated-storage'

/** How a made-up machine is remembered. */
export type SimulatedConnection = Extract<CellConnection, { kind: 'simulated' }>

/** What to believe of a guest that was on this host before. Without `running` or `since` a likely one is made up. */
export interface GuestSeed {
  readonly running?: boolean
  /** Milliseconds since 1970. */
  readonly since?: number
  /** Virtual sizes in bytes. */
  readonly disks: readonly number[]
  readonly snapshots?: readonly SnapshotFacts[]
}

/** What a made-up machine is like, and whose time it keeps. */
export interface HostOptions {
  readonly connection: SimulatedConnection
  readonly clock: Clock
}

const PRESSED_MS = { shutdown: 2_500, reboot: 1_500 } as const satisfies Record<PowerWish, number>
const START_MS = 700
const RUNNING_PART = 0.72
const LONGEST_UPTIME_MS = 60 * 86_400_000

/** Two ways to look at a guest. */
type ConsoleKind = 'screen' | 'serial'

/** The draws of one guest's key. */
const draw = { running: 20, since: 21, start: 22, press: 23, address: 24 } as const

/** A made-up machine with a hypervisor. It lives in memory, outlives its drivers, and is forgotten with the process. */
export class SimulatedHost {
  readonly clock: Clock
  readonly guests = new Map<string, SimulatedGuest>()
  readonly folders = new SimulatedFolders()
  readonly faults = new SimulatedFaults({
    halt: (guest, reason) => this.#halt(this.running(guest), reason),
    kill: (guest) => this.off(this.get(guest))
  })
  readonly #consoles: Readonly<Record<ConsoleKind, SimulatedConsoles>>
  readonly #listeners = new Set<(change: GuestChange) => void>()
  readonly #connection: SimulatedConnection

  constructor({ connection, clock }: HostOptions) {
    this.clock = clock
    this.#connection = connection
    this.#consoles = {
      screen: new SimulatedConsoles(clock, (deps) => new SimulatedScreen(deps)),
      serial: new SimulatedConsoles(clock, (deps) => new SimulatedSerial(deps))
    }
  }

  /** Puts a guest back that was forgotten with the last process; one that is there stays as it is. Tells nobody. */
  seedGuest(spec: GuestSpec, { running, since, disks, snapshots }: GuestSeed): void {
    if (this.guests.has(spec.id)) return
    const guest = this.define(spec)
    guest.disks = [...disks]
    if (snapshots) guest.snapshots = snapshots
    if (!(running ?? chance(guest.key, draw.running) < RUNNING_PART)) return
    const uptime = LONGEST_UPTIME_MS * chance(guest.key, draw.since) ** 2
    guest.power = 'running'
    guest.since = guest.poweredAt = since ?? Math.round(this.#now() - uptime)
  }

  define(spec: GuestSpec): SimulatedGuest {
    const guest = this.guests.get(spec.id) ?? stoppedGuest(spec, keyOf(this.#connection.seed, spec.id))
    guest.spec = spec
    guest.live = guest.power === 'stopped' ? spec : { ...guest.live, qos: spec.qos, ports: spec.ports }
    this.guests.set(spec.id, guest)
    return guest
  }

  get({ id }: GuestHandle): SimulatedGuest {
    const guest = this.guests.get(id)
    if (!guest) throw new DriverError(`There is no guest ${id} on this host`, 'unknown_guest')
    return guest
  }

  running(handle: GuestHandle): SimulatedGuest {
    const guest = this.get(handle)
    if (guest.power !== 'running') refuse(guest, guest.power === 'failed' ? 'is halted' : 'does not run')
    return guest
  }

  stopped(handle: GuestHandle): SimulatedGuest {
    const guest = this.get(handle)
    if (guest.starting) refuse(guest, 'is being started')
    if (guest.power !== 'stopped') refuse(guest, guest.power === 'failed' ? 'is halted' : 'runs')
    return guest
  }

  async start(handle: GuestHandle, media = ''): Promise<void> {
    const guest = this.stopped(handle)
    const epoch = ++guest.epoch
    guest.starting = true
    try {
      if (media !== '') await needFile(media)
      await this.clock.sleep(START_MS * (0.5 + chance(guest.key, draw.start)))
      if (guest.epoch !== epoch) refuse(guest, 'was switched off while it started')
      guest.live = guest.spec
      guest.media = media
      guest.poweredAt = this.#now()
      this.#up(guest)
    } finally {
      guest.starting = false
    }
  }

  /** Presses the button of a running guest, which is off or back some time later. */
  press(guest: SimulatedGuest, wish: PowerWish): void {
    const epoch = ++guest.epoch
    this.#onConsoles((each) => each.goingDown(guest.spec.id, wish))
    const obey = (): void => {
      if (guest.epoch !== epoch) return
      if (wish === 'shutdown') this.off(guest)
      else this.reset(guest)
    }
    void this.clock.sleep(PRESSED_MS[wish] * (0.5 + chance(guest.key, draw.press))).then(obey, obey)
  }

  reset(guest: SimulatedGuest): void {
    this.#up(guest)
    this.#onConsoles((each) => each.boot(guest.spec.id))
  }

  off(guest: SimulatedGuest): void {
    const had = guest.power
    Object.assign(guest, { power: 'stopped', reason: '', since: 0, poweredAt: 0, media: '', epoch: guest.epoch + 1 })
    guest.live = guest.spec
    this.#onConsoles((each) => each.end(guest.spec.id))
    if (had !== 'stopped') this.#tell(guest)
  }

  openConsole(kind: ConsoleKind, handle: GuestHandle): Duplex {
    const guest = this.get(handle)
    if (guest.power === 'stopped') refuse(guest, 'does not run')
    return this.#consoles[kind].open({
      guest,
      address: guest.live.network?.address ?? this.addressOf(guest),
      press: (wish) => this.press(guest, wish)
    })
  }

  /** The address that is leased to a guest, else one that is made up; without a prefix length. */
  addressOf({ live, key }: SimulatedGuest): string {
    return live.network?.address.split('/')[0] ?? guestAddress(Math.floor(chance(key, draw.address) * 1e7))
  }

  facts(): HostFacts {
    return factsOf(this.#connection, this.guests.values(), this.#now())
  }

  onChange(listener: (change: GuestChange) => void): Dispose {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #onConsoles(act: (consoles: SimulatedConsoles) => void): void {
    for (const kind of ['screen', 'serial'] as const) act(this.#consoles[kind])
  }

  #up(guest: SimulatedGuest): void {
    Object.assign(guest, { power: 'running', reason: '', since: this.#now(), epoch: guest.epoch + 1 })
    this.#tell(guest)
  }

  #halt(guest: SimulatedGuest, reason: string): void {
    Object.assign(guest, { power: 'failed', reason, epoch: guest.epoch + 1 })
    this.#onConsoles((each) => each.halted(guest.spec.id, reason))
    this.#tell(guest)
  }

  #tell(guest: SimulatedGuest): void {
    for (const listener of this.#listeners) listener({ id: guest.spec.id, ...powerOf(guest) })
  }

  #now(): number {
    return this.clock.now().getTime()
  }
}
