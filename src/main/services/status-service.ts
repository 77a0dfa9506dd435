import type { Handlers } from '@shared/contract'
import type { CellStatus, InstanceCounts } from '@shared/contract/status'
import type { Call, TaskCall } from '@main/kernel/call'
import type { GuestRepository } from '@main/store/repositories/guest-repository'
import type { PoolRepository } from '@main/store/repositories/pool-repository'
import { poolOf, type CellState, type Hypervisors } from './hypervisors'
import type { LiveState } from './live-state'
import { unbuilt } from './unbuilt'

interface Deps {
  readonly pools: PoolRepository
  readonly guests: GuestRepository
  readonly hypervisors: Hypervisors
  readonly live: LiveState
}

export function statusService({ pools, guests, hypervisors, live }: Deps): Handlers<'status', Call, TaskCall> {
  /** Guests being created count as stopped. */
  const countOn = (cell: string, alive: boolean): InstanceCounts => {
    const all = guests.listByCell(cell)
    if (!alive) return [0, 0, all.length, 0]
    const running = all.filter(({ id }) => live.of(id).power !== 'stopped').length
    return [all.length - running, running, 0, 0]
  }

  return {
    ...unbuilt<Handlers<'status', Call, TaskCall>>(),
    cells: ({ pool }) => {
      poolOf(pools, pool)
      return Promise.all(
        pools
          .listCells()
          .filter((cell) => cell.pool === pool)
          .map(async ({ name, enabled }) => {
            const state = await hypervisors.refresh(name)
            return toStatus(name, enabled, state, countOn(name, state.alive))
          })
      )
    }
  }
}

/** Offline cells add nothing to capacity (api/semantics 2.4). */
function toStatus(name: string, enabled: boolean, state: CellState, instances: InstanceCounts): CellStatus {
  const facts = state.alive ? state.facts : undefined
  return {
    name,
    enabled,
    alive: state.alive,
    address: facts?.address ?? '',
    instances,
    cpu_usage: Math.round((facts?.cpu_usage ?? 0) * 100) / 100,
    max_cpu: facts?.cores ?? 0,
    available_memory: facts?.memory_available ?? 0,
    max_memory: facts?.memory ?? 0,
    available_disk: facts?.disk_available ?? 0,
    max_disk: facts?.disk ?? 0,
    read_speed: facts?.read_speed ?? 0,
    write_speed: facts?.write_speed ?? 0,
    receive_speed: facts?.receive_speed ?? 0,
    send_speed: facts?.send_speed ?? 0
  }
}
