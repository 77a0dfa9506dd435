import type { Handlers } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import type { CellStatus, InstanceCounts, Load, PoolStatus } from '@shared/contract/status'
import { seenBy } from '@shared/rules/visibility'
import { localTime } from '@shared/text/time'
import type { Call, TaskCall } from '@main/kernel/call'
import type { Clock } from '@main/kernel/clock'
import type { GuestRecord, GuestRepository } from '@main/store/repositories/guest-repository'
import type { FleetFigures, KnownCell } from './fleet-figures'
import type { GuestView } from './guest-view'
import type { Hypervisors } from './hypervisors'

interface Deps {
  readonly guests: GuestRepository
  readonly hypervisors: Hypervisors
  readonly figures: FleetFigures
  readonly view: GuestView
  readonly clock: Clock
}

/** Answers from figures that are kept up to date: no look waits for a cell or counts guests. */
export function statusService({ guests, hypervisors, figures, view, clock }: Deps): Handlers<'status', Call, TaskCall> {
  const start_time = localTime(clock.now())

  const poolOf = (pool: string): { readonly name: string; readonly enabled: boolean } =>
    figures.pools().find(({ name }) => name === pool) ?? fail('POOL_NOT_FOUND', { pool })
  const cellsOf = (pool: string): KnownCell[] => figures.cells(poolOf(pool).name)
  const cellOf = (pool: string, cell: string): KnownCell =>
    cellsOf(pool).find(({ name }) => name === cell) ?? fail('CELL_NOT_FOUND', { cell, pool })

  /** Offline cells add nothing to capacity (api/semantics 2.4). */
  const cellStatus = ({ name, enabled }: KnownCell): CellStatus => {
    const state = hypervisors.stateOf(name)
    const { alive } = state
    const facts = state.alive ? state.facts : undefined
    return {
      name,
      enabled,
      alive,
      address: facts?.address ?? '',
      instances: figures.instancesOn(name, alive),
      cpu_usage: rounded(facts?.cpu_usage ?? 0),
      max_cpu: facts?.cores ?? 0,
      available_memory: facts?.memory_available ?? 0,
      max_memory: facts?.memory ?? 0,
      available_disk: facts?.disk_available ?? 0,
      max_disk: facts?.disk ?? 0,
      read_speed: rounded(facts?.read_speed ?? 0),
      write_speed: rounded(facts?.write_speed ?? 0),
      receive_speed: rounded(facts?.receive_speed ?? 0),
      send_speed: rounded(facts?.send_speed ?? 0)
    }
  }
  const poolStatus = ({ name, enabled }: { readonly name: string; readonly enabled: boolean }): PoolStatus => {
    const cells = figures.cells(name).map(cellStatus)
    return { name, enabled, cells: aliveOf(cells), ...sumOf(cells) }
  }
  const show = (records: readonly GuestRecord[], { caller }: Call) =>
    records
      .filter(({ created, error }) => created || error === '')
      .filter(seenBy(caller, 'guest'))
      .map((record) => view.of(record))

  return {
    async zone() {
      const cells = figures.cells().map(cellStatus)
      const pools = figures.pools()
      const enabled = pools.filter((pool) => pool.enabled).length
      return {
        name: 'default',
        pools: [pools.length - enabled, enabled],
        cells: aliveOf(cells),
        start_time,
        ...sumOf(cells)
      }
    },
    pools: async () => figures.pools().map(poolStatus),
    pool: async ({ pool }) => poolStatus(poolOf(pool)),
    cells: async ({ pool }) => cellsOf(pool).map(cellStatus),
    cell: async ({ pool, cell }) => cellStatus(cellOf(pool, cell)),

    async instances({ pool }, call) {
      return show(guests.listByPool(poolOf(pool).name), call)
    },
    async instancesOfCell({ pool, cell }, call) {
      return show(guests.listByCell(cellOf(pool, cell).name), call)
    }
  }
}

/** [offline, online] */
function aliveOf(cells: readonly CellStatus[]): [number, number] {
  const online = cells.filter(({ alive }) => alive).length
  return [cells.length - online, online]
}

/** All cells as one; their load counts by their cores. */
function sumOf(cells: readonly CellStatus[]): Load {
  const sum = (key: Exclude<keyof Load, 'instances' | 'cpu_usage'>): number =>
    cells.reduce((total, cell) => total + cell[key], 0)
  const instances: InstanceCounts = [0, 0, 0, 0]
  for (const cell of cells)
    cell.instances.forEach((count, index) => (instances[index] = (instances[index] ?? 0) + count))
  const max_cpu = sum('max_cpu')
  const busy = cells.reduce((total, { cpu_usage, max_cpu: cores }) => total + cpu_usage * cores, 0)
  return {
    instances,
    cpu_usage: max_cpu === 0 ? 0 : rounded(busy / max_cpu),
    max_cpu,
    available_memory: sum('available_memory'),
    max_memory: sum('max_memory'),
    available_disk: sum('available_disk'),
    max_disk: sum('max_disk'),
    read_speed: rounded(sum('read_speed')),
    write_speed: rounded(sum('write_speed')),
    receive_speed: rounded(sum('receive_speed')),
    send_speed: rounded(sum('send_speed'))
  }
}

const rounded = (value: number): number => Math.round(value * 100) / 100
