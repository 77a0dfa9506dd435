import type { HostCheck } from '@shared/contract/system'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useApi } from '@/api'

/** Whether this computer can run guests. */
export const useHostChecks = defineStore('hostChecks', () => {
  const { client } = useApi()
  const all = shallowRef<readonly HostCheck[]>([])
  const load = async (again: boolean): Promise<void> => void (all.value = await client.system.checks({ again }))
  const count = computed(() => ({
    fine: all.value.filter(({ state }) => state === 'fine').length,
    know: all.value.filter(({ state }) => state === 'know').length,
    fix: all.value.filter(({ state }) => state === 'fix').length
  }))
  return { all, count, load }
})
