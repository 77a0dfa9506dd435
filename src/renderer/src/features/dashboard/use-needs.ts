import { computed } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import type { Guest } from '@shared/contract/guest'
import { formatBytes } from '@shared/text/bytes'
import type { State } from '@/components/states'
import { useNow } from '@/composables/use-now'
import { useTaskWords } from '@/composables/use-task-words'
import { useTexts } from '@/composables/use-texts'
import { useAddressPools } from '@/stores/address-pools'
import { useCells } from '@/stores/cells'
import type { Place } from '@/stores/loads'
import { usePools } from '@/stores/pools'
import { useTasks } from '@/stores/tasks'
import { millisecondsOf } from '@/text/age'
import { formatPercent } from '@/text/sizes'

/** Something that is wrong now. A `warning` is no state of a thing. */
export interface Need {
  readonly key: string
  readonly sign: Extract<State, 'lost' | 'error'> | 'warning'
  readonly title: string
  readonly detail: string
  readonly to: RouteLocationRaw
}

const FULL = 0.9
const DAY_MS = 24 * 3600 * 1000
const MINUTE_MS = 60_000

/** What is wrong at a place now, the worst first. */
export function useNeeds(place: () => Place, guests: () => readonly Guest[]) {
  const { t } = useTexts()
  const { nameOf: nameOfTask, titleOf, errorOf } = useTaskWords()
  const [cells, pools, tasks, networks] = [useCells(), usePools(), useTasks(), useAddressPools()]
  const now = useNow(MINUTE_MS)
  const its = computed(() => {
    const { pool, cell } = place()
    return cells.all.filter(
      (each) => each.pool !== '' && (pool ?? each.pool) === each.pool && (cell ?? each.name) === each.name
    )
  })

  const silent = (): Need[] =>
    its.value
      .filter(({ alive }) => !alive)
      .map(({ name, message }) => ({
        ...{ key: `cell ${name}`, sign: 'lost', title: t('dashboard.silent', { cell: name }), detail: message },
        to: { name: 'cells', query: { show: name } }
      }))
  const failedGuests = (): Need[] =>
    guests()
      .filter(({ error }) => error !== '')
      .map(({ id, name, error }) => ({
        ...{ key: `guest ${id}`, sign: 'error', title: name, detail: error },
        to: { name: 'guest', params: { id } }
      }))
  const full = (): Need[] =>
    its.value.flatMap(({ name }) => {
      const status = cells.statusOf.get(name)
      if (!status?.alive) return []
      const kinds = [
        ['diskFull', status.available_disk, status.max_disk],
        ['memoryFull', status.available_memory, status.max_memory]
      ] as const
      return kinds
        .filter(([, available, max]) => max > 0 && 1 - available / max >= FULL)
        .map(([key, available, max]): Need => {
          const percent = formatPercent((1 - available / max) * 100)
          const title = t(`dashboard.${key}`, { cell: name, percent })
          const detail = t('dashboard.left', { size: formatBytes(available) })
          return { key: `${key} ${name}`, sign: 'warning', title, detail, to: { name: 'cells', query: { show: name } } }
        })
    })
  /** These belong to no place. */
  const general = (): Need[] => {
    if (place().pool !== undefined) return []
    const lately = tasks.all.filter(
      ({ state, end_time }) =>
        (state === 'failed' || state === 'interrupted') && now.value - millisecondsOf(end_time) < DAY_MS
    )
    return [
      ...pools.all
        .filter(({ name, enabled, cells: count }) => enabled && count > 0 && !takesGuests(name))
        .map(({ name }): Need => ({
          ...{ key: `pool ${name}`, sign: 'warning', title: t('dashboard.noPlace', { pool: name }) },
          ...{ detail: t('dashboard.noPlaceWhy'), to: { name: 'compute-pools', query: { show: name } } }
        })),
      ...networks.all
        .filter(({ allocated, addresses }) => addresses > 0 && allocated / addresses >= FULL)
        .map(({ name, allocated, addresses }): Need => {
          const percent = formatPercent((allocated / addresses) * 100)
          const title = t('dashboard.addressesFull', { pool: name, percent })
          const detail = t('dashboard.addressesLeft', { n: addresses - allocated })
          const to = { name: 'address-pool', params: { pool: name } }
          return { key: `network ${name}`, sign: 'warning', title, detail, to }
        }),
      ...lately.map((task): Need => {
        const title = t('dashboard.failedTask', { operation: nameOfTask(task), title: titleOf(task) })
        return { key: `task ${task.id}`, sign: 'error', title, detail: errorOf(task), to: { name: 'tasks' } }
      })
    ]
  }
  const takesGuests = (pool: string): boolean =>
    cells.all.some((cell) => cell.pool === pool && cell.alive && cell.enabled)

  return computed<readonly Need[]>(() => [...silent(), ...failedGuests(), ...full(), ...general()])
}
