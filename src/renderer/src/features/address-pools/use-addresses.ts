import type { AddressPool } from '@shared/contract/address-pool'
import type { ComputePool } from '@shared/contract/compute-pool'
import { useErrorText } from '@/composables/use-error-text'
import { useWhy } from '@/composables/use-why'
import { usePools } from '@/stores/pools'

/** Who uses an address pool, and why it can therefore not be deleted. */
export function useAddresses() {
  const pools = usePools()
  const { whyNot } = useErrorText()
  const { lacks } = useWhy()
  const usersOf = (name: string): readonly ComputePool[] => pools.all.filter(({ network }) => network === name)
  const whyKept = ({ name: pool, allocated: leases }: Pick<AddressPool, 'name' | 'allocated'>): string | undefined => {
    const users = usersOf(pool).map(({ name }) => name)
    if (users.length > 0) return lacks('address_pool:write') ?? whyNot('ADDRESS_POOL_IN_USE', { pool, pools: users })
    return lacks('address_pool:write') ?? (leases > 0 ? whyNot('ADDRESS_POOL_HAS_LEASES', { pool, leases }) : undefined)
  }
  return { usersOf, whyKept }
}
