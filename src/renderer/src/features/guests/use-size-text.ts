import { formatBytes } from '@shared/text/bytes'
import { useTexts } from '@/composables/use-texts'
import type { Pending } from './pending'

/** `4 vCPU`, `8 GiB`. */
export function useSizeText(): (what: Pending['what'], value: number) => string {
  const { t } = useTexts()
  return (what, value) => (what === 'cores' ? t('guests.facts.cores', { cores: value }) : formatBytes(value))
}
