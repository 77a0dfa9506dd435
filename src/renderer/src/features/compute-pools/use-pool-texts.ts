import type { ComputePool } from '@shared/contract/compute-pool'
import type { Load } from '@shared/contract/status'
import { useTexts } from '@/composables/use-texts'

/** What a compute pool has, in words. */
export function usePoolTexts() {
  const { t } = useTexts()
  return {
    storage: ({ storage }: ComputePool): string => storage || t('computePools.local'),
    network: ({ network }: ComputePool): string => network || t('computePools.lan'),
    failover: ({ failover }: ComputePool): string => t(failover ? 'places.on' : 'places.off'),
    /** `12 of 30`: how many guests run. */
    guests: (load: Pick<Load, 'instances'> | undefined): string => {
      if (!load) return '–'
      const [, some] = load.instances
      return t('computePools.of', { some, all: load.instances.reduce((sum, count) => sum + count, 0) })
    }
  }
}
