import type { Cell } from '@shared/contract/cell'
import { useSaid } from '@/composables/use-said'
import { useTexts } from '@/composables/use-texts'

/** Says which processor the guests of a cell get, and why not a faster one. */
export function useAcceleration(): (cell: Cell) => string {
  const { t } = useTexts()
  const said = useSaid()
  return ({ driver, acceleration: { accelerator, reason } }) => {
    if (driver === 'simulated') return t('cells.simulated')
    if (accelerator === '') return ''
    if (accelerator !== 'tcg') return t('cells.accelerated', { accelerator: accelerator.toUpperCase() })
    return `${t('cells.emulated', { accelerator: 'TCG' })}: ${said(reason)}`
  }
}
