import { onScopeDispose, watch } from 'vue'
import { useUsageStore, type UsagePoint } from '@/stores/usage'

/** Follows the load of the guests that a component shows, as long as it shows them. Gives the history of one. */
export function useUsage(ids: () => readonly string[]): (id: string) => readonly UsagePoint[] {
  const usage = useUsageStore()
  onScopeDispose(usage.follow(ids))
  watch(() => ids().join(), usage.hurry)
  return usage.of
}

/** The same of few guests, beginning with what the core remembers of the ten minutes before. */
export function useRecentUsage(ids: () => readonly string[]): (id: string) => readonly UsagePoint[] {
  const { recall } = useUsageStore()
  watch(ids, (now, before = []) => now.filter((id) => !before.includes(id)).forEach((id) => void recall(id)), {
    immediate: true
  })
  return useUsage(ids)
}
