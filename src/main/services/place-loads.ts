import type { CellStatus, InstanceCounts, Load, PoolStatus, ZoneStatus } from '@shared/contract/status'
import type { FleetFigures, KnownCell } from './fleet-figures'
import type { Hypervisors } from './hypervisors'

interface Deps {
  readonly hypervisors: Hypervisors
  readonly figures: FleetFigures
}

export type PlaceLoads = ReturnType<typeof placeLoads>

/** The load and the capacity of cells, compute pools and all of it, as they are now. */
export function placeLoads({ hypervisors, figures }: Deps) {
  /** Offline cells add nothing to capacity (api/semantics 2.4). */
  const cell = ({ name, enabled }: KnownCell): CellStatus => {
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
  const pool = ({ name, enabled }: { readonly name: string; readonly enabled: boolean }): PoolStatus => {
    const cells = figures.cells(name).map(cell)
    return { name, enabled, cells: aliveOf(cells), ...sumOf(cells) }
  }
  const zone = (): Omit<ZoneStatus, 'start_time'> => {
    const cells = figures.cells().map(cell)
    const pools = figures.pools()
    const enabled = pools.filter((each) => each.enabled).length
    return { name: 'default', pools: [pools.length - enabled, enabled], cells: aliveOf(cells), ...sumOf(cells) }
  }
  return { cell, pool, zone }
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
