import type { Cell } from '@shared/contract/cell'
import { whyNoMove } from '@shared/rules/migration-rules'
import { useErrorText } from '@/composables/use-error-text'
import { useTexts } from '@/composables/use-texts'
import { useWhy } from '@/composables/use-why'
import { useCells } from '@/stores/cells'
import { useGuests } from '@/stores/guests'
import { usePools } from '@/stores/pools'

/** Says why things cannot be done to a cell now; undefined when they can. */
export function useCellWhy() {
  const { t, find } = useTexts()
  const { whyNot } = useErrorText()
  const { lacks } = useWhy()
  const [cells, pools, guests] = [useCells(), usePools(), useGuests()]
  const refused = (): string | undefined => lacks('compute_pool:write')

  const enable = ({ pool }: Cell): string | undefined => refused() ?? (pool === '' ? t('cells.needsPool') : undefined)
  const takeOut = (cell: Cell): string | undefined => {
    const count = cells.statusOf.get(cell.name)?.instances.reduce((sum, n) => sum + n, 0) ?? 0
    return enable(cell) ?? (count > 0 ? whyNot('CELL_HAS_GUESTS', { cell: cell.name, guests: count }) : undefined)
  }
  const forget = ({ pool }: Cell): string | undefined =>
    refused() ?? (pool === '' ? undefined : t('cells.forget.inPool'))
  const evacuate = (cell: Cell): string | undefined => {
    const pool = pools.byId.get(cell.pool)
    const first = enable(cell)
    if (first !== undefined || !pool) return first
    if (!cell.alive) return whyNot('CELL_OFFLINE', { cell: cell.name, reason: cell.message })
    const why = whyNoMove(cell, pool, cells.all)
    if (why) return find(`cells.evacuation.why.${why}`, { driver: cell.driver, pool: pool.name })
    const its = guests.all.filter((guest) => guest.cell === cell.name && guest.created)
    if (its.length === 0) return t('cells.evacuation.noGuests')
    return its.every(({ running }) => running) ? t('cells.evacuation.allRun') : undefined
  }
  return { enable, takeOut, forget, evacuate }
}
