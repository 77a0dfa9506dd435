import type { ComputePool } from '@shared/contract/compute-pool'
import { useErrorText } from '@/composables/use-error-text'
import { useWhy } from '@/composables/use-why'
import { usePools } from '@/stores/pools'

/** Who uses a storage pool, and why it can therefore not be changed. */
export function useStorage() {
  const pools = usePools()
  const { whyNot } = useErrorText()
  const { lacks } = useWhy()
  const usersOf = (name: string): readonly ComputePool[] => pools.all.filter(({ storage }) => storage === name)
  const whyKept = (name: string): string | undefined => {
    const users = usersOf(name).map((pool) => pool.name)
    return (
      lacks('storage_pool:write') ??
      (users.length > 0 ? whyNot('STORAGE_POOL_IN_USE', { pool: name, pools: users }) : undefined)
    )
  }
  return { usersOf, whyKept }
}
