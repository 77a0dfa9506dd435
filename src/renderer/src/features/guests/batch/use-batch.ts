import type { z } from 'zod'
import type { CreateItem } from '@shared/contract/batch'
import { computed, shallowRef, watch } from 'vue'
import { useApi } from '@/api'
import { useTasks } from '@/stores/tasks'

export type BatchItem = z.output<typeof CreateItem>

/** What became of each guest of a batch so far, read again whenever its task has news. */
export function useBatch(id: () => string) {
  const { client } = useApi()
  const tasks = useTasks()
  const items = shallowRef<readonly BatchItem[]>()
  const problem = shallowRef<unknown>()
  const task = computed(() => tasks.all.find(({ subject }) => subject === id()))
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
  watch([id, () => task.value?.revision], () => void load(), { immediate: true })
  return { items, problem, task, load }
}
