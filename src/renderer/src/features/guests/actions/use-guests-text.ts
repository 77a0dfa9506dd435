import type { Guest } from '@shared/contract/guest'
import { useTexts } from '@/composables/use-texts'

/** Names guests: the one by its name, several by their number. */
export function useGuestsText(): (guests: readonly Guest[]) => string {
  const { t } = useTexts()
  return (guests) => (guests.length === 1 && guests[0] ? guests[0].name : t('guests.run.many', { n: guests.length }))
}
