import { useTexts } from '@/composables/use-texts'

/** What a disk is called, by its place. */
export function useDiskName(): (index: number) => string {
  const { t } = useTexts()
  return (index) => (index === 0 ? t('guestDisks.systemDisk') : t('guestDisks.dataDisk', { n: index }))
}
