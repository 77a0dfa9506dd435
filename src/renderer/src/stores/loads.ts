import type { Load, ZoneStatus } from '@shared/contract/status'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useApi } from '@/api'
import { useCells } from './cells'
import { usePools } from './pools'

/** Everything, a compute pool, or a cell of one. */
export interface Place {
  readonly pool?: string | undefined
  readonly cell?: string | undefined
}

/** The load of a place at one moment: percent, bytes, bytes per second. `time` is milliseconds since 1970. */
export interface LoadPoint {
  readonly time: number
  readonly cpu_usage: number
  readonly memory: number
  readonly read: number
  readonly written: number
  readonly received: number
  readonly sent: number
}

export const LOAD_EVERY_MS = 2000
/** Ten minutes. */
const KEPT = 300

const none: readonly LoadPoint[] = []
const keyOf = ({ pool = '', cell = '' }: Place): string => `${pool}/${cell}`

/** The load of places while somebody looks: what was answered last, and the last ten minutes of what this window has seen. */
export const useLoads = defineStore('loads', () => {
  const { client } = useApi()
  const [pools, cells] = [usePools(), useCells()]
  const zone = shallowRef<ZoneStatus>()
  const histories = shallowRef<ReadonlyMap<string, readonly LoadPoint[]>>(new Map())

  const record = (loads: readonly (readonly [Place, Load])[]): void => {
    const time = Date.now()
    const next = new Map(histories.value)
    for (const [place, load] of loads) {
      const key = keyOf(place)
      next.set(key, [...(next.get(key) ?? none), pointOf(load, time)].slice(-KEPT))
    }
    histories.value = next
  }
  /** Asks for the load of a place and of what is in it, so that looking closer shows a past as well. */
  const sample = async ({ pool }: Place): Promise<void> => {
    if (pool === undefined) {
      const [all] = await Promise.all([client.status.zone({}), pools.loadStatus()])
      zone.value = all
      record([[{}, all], ...[...pools.statusOf].map(([name, load]) => [{ pool: name }, load] as const)])
    } else {
      await Promise.all([pools.loadStatus(), cells.loadStatus([pool])])
      const its = cells.all.filter((cell) => cell.pool === pool)
      const loads = its.flatMap(({ name }) => {
        const load = cells.statusOf.get(name)
        return load?.alive ? [[{ pool, cell: name }, load] as const] : []
      })
      const load = pools.statusOf.get(pool)
      record(load ? [[{ pool }, load], ...loads] : loads)
    }
  }
  /** What a place answered last. */
  const of = ({ pool, cell }: Place): Load | undefined =>
    pool === undefined ? zone.value : cell === undefined ? pools.statusOf.get(pool) : cells.statusOf.get(cell)
  const pastOf = (place: Place): readonly LoadPoint[] => histories.value.get(keyOf(place)) ?? none

  return { zone, sample, of, pastOf }
})

const pointOf = (load: Load, time: number): LoadPoint => ({
  ...{ time, cpu_usage: load.cpu_usage, memory: load.max_memory - load.available_memory },
  ...{ read: load.read_speed, written: load.write_speed, received: load.receive_speed, sent: load.send_speed }
})
