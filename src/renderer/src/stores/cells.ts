import type { Cell } from '@shared/contract/cell'
import type { CellStatus } from '@shared/contract/status'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useApi } from '@/api'
import { byName } from '@/text/by-name'
import { collection } from './collection'
import { usePools } from './pools'

/** Every cell, in whatever pool or in none, by name, and the load that was asked for last. */
export const useCells = defineStore('cells', () => {
  const api = useApi()
  const pools = usePools()
  const { all: known, ...cells } = collection<Cell>(api, {
    load: () => api.client.cell.hosts({}),
    idOf: ({ name }) => name,
    changed: 'cell.changed',
    removed: 'cell.removed'
  })
  const all = computed(() => known.value.toSorted(byName))
  const statusOf = shallowRef<ReadonlyMap<string, CellStatus>>(new Map())

  /** Asks pools, all of them or these, for the load of their cells; one that fails keeps its last figures. */
  const loadStatus = async (names?: readonly string[]): Promise<void> => {
    if (!names && !pools.loaded) await pools.load()
    const asked = names ?? pools.all.map(({ name }) => name)
    const parts = await Promise.allSettled(asked.map((pool) => api.client.status.cells({ pool })))
    const fresh = parts.flatMap((part) => (part.status === 'fulfilled' ? part.value : []))
    statusOf.value = new Map([...statusOf.value, ...fresh.map((status) => [status.name, status] as const)])
  }
  const setEnabled = ({ pool, name }: Cell, enable: boolean) => api.client.cell.modify({ pool, cell: name, enable })
  const alive = computed(() => all.value.filter((cell) => cell.alive).length)

  return { ...cells, all, alive, statusOf, loadStatus, setEnabled }
})
