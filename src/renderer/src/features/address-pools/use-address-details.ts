import type { AddressPoolDetails, AddressRange, RangeType } from '@shared/contract/address-pool'
import { computed, ref, shallowRef, watch } from 'vue'
import { useApi } from '@/api'
import { useAddressPools } from '@/stores/address-pools'

/** A range and what it is for. */
export type TypedRange = AddressRange & { readonly type: RangeType }

/** Ranges and leases of an address pool, read again whenever the core tells of a change. */
export function useAddressDetails(name: () => string) {
  const { client } = useApi()
  const pools = useAddressPools()
  const details = shallowRef<AddressPoolDetails>()
  const external = shallowRef<readonly AddressRange[]>([])
  const problem = shallowRef<unknown>()
  const loading = ref(false)
  let isStale = false

  /** Changes that come while it reads are read after it, once. */
  const load = async (): Promise<void> => {
    isStale = true
    if (loading.value) return
    loading.value = true
    while (isStale) {
      isStale = false
      const pool = name()
      try {
        const answers = await Promise.all([
          client.addressPool.get({ pool }),
          client.addressPool.listRanges({ pool, type: 'external' })
        ])
        ;[details.value, external.value] = answers
        problem.value = undefined
      } catch (error) {
        problem.value = error
      }
    }
    loading.value = false
  }
  watch([name, () => pools.byId.get(name())], load, { immediate: true })

  const ranges = computed<readonly TypedRange[]>(() => [
    ...(details.value?.ranges ?? []).map((range) => ({ ...range, type: 'internal' as const })),
    ...external.value.map((range) => ({ ...range, type: 'external' as const }))
  ])
  return { details, ranges, problem, load }
}
