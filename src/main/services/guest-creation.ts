import type { Job } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import type { Guest, NewGuest } from '@shared/contract/guest'
import type { Driver } from '@main/drivers/driver'
import type { Call, TaskCall } from '@main/kernel/call'
import type { Clock } from '@main/kernel/clock'
import type { Database } from '@main/store/database'
import type { GuestRecord, GuestRepository } from '@main/store/repositories/guest-repository'
import type { PoolRepository } from '@main/store/repositories/pool-repository'
import type { TemplateRepository } from '@main/store/repositories/template-repository'
import type { AddressLeases } from './address-leases'
import type { CellStorages } from './cell-storages'
import type { Commit } from '@main/store/group-commit'
import type { FleetFigures } from './fleet-figures'
import { refuseTakenPorts } from './forwarded-ports'
import type { GuestLocks } from './guest-locks'
import type { GuestSpecs } from './guest-specs'
import type { GuestView } from './guest-view'
import { poolOf, type Hypervisors } from './hypervisors'
import { cloneSourceOf, type Images, type StoredFile } from './images'
import type { LiveState } from './live-state'
import type { InstancePower } from './instance-power'
import { newGuest } from './new-guest'
import { place, type Candidate, type Wanted } from './placement'

/** What making a guest needs of the application. */
export interface GuestCreationDeps {
  readonly db: Database
  readonly guests: GuestRepository
  readonly pools: PoolRepository
  readonly templates: TemplateRepository
  readonly specs: GuestSpecs
  readonly diskImages: Images
  readonly mediaImages: Images
  readonly hypervisors: Hypervisors
  readonly leases: AddressLeases
  readonly storages: CellStorages
  readonly figures: FleetFigures
  readonly live: LiveState
  readonly view: GuestView
  readonly locks: GuestLocks
  readonly power: InstancePower
  readonly clock: Clock
  readonly commit: Commit
}

/** Refuses what can be refused at once; the rest is the task's. */
export function guestCreation(deps: GuestCreationDeps, wanted: NewGuest, { caller }: Call): Job<TaskCall, Guest> {
  const { db, guests, pools, leases, figures, view, locks } = deps
  const pool = poolOf(pools, wanted.pool)
  const image = wanted.from_image === undefined ? undefined : deps.diskImages.fileOf(wanted.from_image)
  const [systemDisk = 0] = wanted.disks
  if (image && systemDisk < image.virtual_size)
    fail('DISK_TOO_SMALL', { image: image.name, needed: image.virtual_size, given: systemDisk })
  if (wanted.from_media !== undefined) deps.mediaImages.fileOf(wanted.from_media)

  const record = newGuest(deps, wanted, { pool: pool.name, caller })

  return {
    subject: record.id,
    title: record.name,
    reserve: () => {
      if (guests.findByName(pool.name, record.name)) fail('GUEST_NAME_TAKEN', { name: record.name, pool: pool.name })
      // Here, so that neither the pool nor its cells can change in between.
      const { network } = poolOf(pools, pool.name)
      const cell = choose(deps, wanted)
      refuseTakenPorts(guests, { ...record, cell })
      guests.insert({ ...record, cell, volumes: deps.storages.folderOn(cell) ?? '' })
      if (network !== '') leases.reserve(record.id, network, wanted.network_address)
      else if (wanted.network_address !== undefined)
        fail('ADDRESS_INVALID', {
          address: wanted.network_address,
          reason: `compute pool "${pool.name}" has no address pool`
        })
      // Others may choose in the same transaction, which the figures hear of once it is committed.
      figures.expect(record.id, { cell, ...wantedOf(wanted) })
      db.afterRollback(() => figures.forget(record.id))
      db.afterCommit(() => view.announce(record.id))
    },
    run: (call) =>
      locks.hold(record, 'it is being created', async () => {
        // As it was saved: with its address.
        const saved = guests.find(record.id) ?? fail('GUEST_NOT_FOUND', { id: record.id })
        await make(deps, { record: saved, image, linked: wanted.clone === 'linked' }, call)
        if (wanted.start || wanted.auto_start) await deps.power.start(view.get(record.id), wanted.from_media)
        return view.get(record.id)
      })
  }
}

interface Plan {
  readonly record: GuestRecord
  readonly image: StoredFile | undefined
  readonly linked: boolean
}

/** Makes the guest on its cell. After a failure nothing is left there, and the record says why. */
async function make(
  { db, guests, specs, hypervisors, live, view, clock, commit }: GuestCreationDeps,
  { record, image, linked }: Plan,
  call: TaskCall
): Promise<void> {
  const { id } = record
  const disks = async (driver: Driver): Promise<void> => {
    await driver.guests.define(specs.of(record))
    for (const [index, size] of record.disks.entries()) {
      const source = index === 0 && image ? cloneSourceOf(image, linked) : undefined
      const report = (fraction: number | null, message: string): void => {
        const whole = ((fraction ?? 0) + index) / record.disks.length
        live.setProgress(id, Math.floor(whole * 100))
        call.report(whole, message)
      }
      await driver.disks.create(
        { id },
        { index, size, ...(source && { source }) },
        { signal: call.signal, progress: { report } }
      )
    }
  }
  try {
    await hypervisors.use(record.cell, disks)
    await commit(() => {
      guests.markCreated(id)
      db.afterCommit(() => view.announce(id))
    })
  } catch (error) {
    const isGone = await hypervisors
      .use(record.cell, (driver) => driver.guests.remove({ id }))
      .then(
        () => true,
        () => false
      )
    await commit(() => {
      // A creation that somebody stopped leaves no trace; a failed one says why.
      if (call.signal.aborted && isGone) guests.remove(id)
      else guests.markFailed(id, { error: error instanceof Error ? error.message : String(error), at: clock.now() })
      db.afterCommit(() => view.announce(id))
    })
    throw error
  }
}

/** The cell for a guest, from what is known of all cells now. */
function choose(
  { pools, leases, storages, figures, hypervisors }: GuestCreationDeps,
  { pool: name, cell, network_address, ...settings }: NewGuest
): string {
  const { network, storage, enabled } = poolOf(pools, name)
  const asked = figures.cells(name).filter((known) => cell === undefined || known.name === cell)
  if (cell !== undefined && asked.length === 0) fail('CELL_NOT_FOUND', { cell, pool: name })
  const candidates = asked.map((known): Candidate => {
    const state = hypervisors.stateOf(known.name)
    return {
      ...(state.alive ? state.facts : nothing),
      name: known.name,
      enabled: known.enabled,
      alive: state.alive,
      stored: storage === '' || storages.folderOn(known.name) !== undefined,
      promised: figures.promisedOn(known.name)
    }
  })
  // A wanted address is looked for, and refused by name, when it is leased.
  const address_left = network === '' || network_address !== undefined || leases.anyLeft(network)
  const placement = place(wantedOf(settings), { enabled, address_left }, candidates)
  if ('cell' in placement) return placement.cell
  const { code, refused } = placement
  if (code === 'POOL_DISABLED') fail(code, { pool: name })
  if (code === 'NO_ADDRESS_LEFT') fail(code, { pool: network })
  fail(code, { pool: name, reason: refused })
}

const wantedOf = ({ cores, memory, disks }: Pick<NewGuest, 'cores' | 'memory' | 'disks'>): Wanted => ({
  cores,
  memory,
  disk: disks.reduce((sum, size) => sum + size, 0)
})

const nothing = { cores: 0, cpu_usage: 0, memory: 0, memory_available: 0, disk: 0, disk_available: 0 }
