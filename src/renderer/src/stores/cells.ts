import type { Cell } from '@shared/contract/cell'
import type { CellStatus } from '@shared/contract/status'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useApi } from '@/api'
import { collection } from './collection'
import { usePools } from './pools'

/** The cells of all pools, and the load that was asked for last. */
export const useCells = defineStore('cells', () => {
  const api = useApi()
  const pools = usePools()
  const cells = collection<Cell>(api, {
    async load() {
      await pools.load()
      const parts = await Promise.all([
        api.client.cell.listUnallocated({}),
        ...pools.all.map(({ name }) => api.client.cell.list({ pool: name }))
      ])
      return parts.flat()
    },
    idOf: ({ name }) => name,
    changed: 'cell.changed'
  })
  const statusOf = shallowRef<ReadonlyMap<string, CellStatus>>(new Map())

  /** Asks every pool for the load of its cells; a pool that fails keeps its last figures. */
  const loadStatus = async (): Promise<void> => {
    const parts = await Promise.allSettled(pools.all.map(({ name }) => api.client.status.cells({ pool: name })))
    const fresh = parts.flatMap((part) => (part.status === 'fulfilled' ? part.value : []))
    statusOf.value = new Map([...statusOf.value, ...fresh.map((status) => [status.name, status] as const)])
  }
  const setEnabled = ({ pool, name }: Cell, enable: boolean) => api.client.cell.modify({ pool, cell: name, enable })
  const alive = computed(() => cells.all.value.filter((cell) => cell.alive).length)

  return { ...cells, alive, statusOf, loadStatus, setEnabled }
})
