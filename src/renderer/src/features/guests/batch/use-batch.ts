import type { z } from 'zod'
import type { CreateItem } from '@shared/contract/batch'
import { computed, shallowRef, watch } from 'vue'
import { useApi } from '@/api'
import { useTasks } from '@/stores/tasks'

export type BatchItem = z.output<typeof CreateItem>

/** What became of each guest of a batch so far, read again whenever a task of it has news. */
export function useBatch(id: () => string) {
  const { client } = useApi()
  const tasks = useTasks()
  const items = shallowRef<readonly BatchItem[]>()
  const problem = shallowRef<unknown>()
  const its = computed(() => tasks.all.filter(({ subject }) => subject === id()))
  const running = computed(() => its.value.find(({ state }) => state === 'running'))
  let reading = false
  let again = false

  /** One look at a time; news that come meanwhile are looked at afterwards. */
  const load = async (): Promise<void> => {
    if (reading) return void (again = true)
    reading = true
    const asked = id()
    try {
      const found = await client.batch.getCreate({ id: asked })
      if (asked === id()) [items.value, problem.value] = [found, undefined]
    } catch (error) {
      if (asked === id()) problem.value = error
    }
    reading = false
    if (!again) return
    again = false
    await load()
  }
  watch([id, () => Math.max(...its.value.map(({ revision }) => revision))], () => void load(), { immediate: true })
  return { items, problem, running, load }
}
