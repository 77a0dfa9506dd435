import type { Offer } from '@shared/contract/cell'
import type { Guest } from '@shared/contract/guest'
import { useErrorText } from '@/composables/use-error-text'
import { useTexts } from '@/composables/use-texts'
import { useCells } from '@/stores/cells'

/** Says that the hypervisor of a guest's cell cannot do something; undefined when it can, or when nobody knows. */
export function useDriverWhy(): (guest: Guest, offer: Offer | undefined) => string | undefined {
  const { t } = useTexts()
  const errors = useErrorText()
  const cells = useCells()
  return ({ cell: name }, offer) => {
    const cell = cells.byId.get(name)
    if (offer === undefined || !cell?.alive || cell.offers.includes(offer)) return undefined
    return errors.whyNot('NOT_SUPPORTED', { driver: cell.driver, what: t(`guests.cannot.${offer}`) })
  }
}
