import type { Snapshot } from '@shared/contract/snapshot'
import type { Guest } from '@shared/contract/guest'
import type { SnapshotLink } from '@shared/rules/snapshot-tree'
import { computed, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { useApi } from '@/api'
import { inParallel } from '../actions/in-parallel'
import { useGuestTasks } from '../guest-tasks'

/** Calls at a time. */
const AT_A_TIME = 8

interface Snapshots {
  readonly tree: Readonly<ShallowRef<readonly SnapshotLink[]>>
  /** What is known of each beside its place in the tree. */
  readonly details: Readonly<ShallowRef<ReadonlyMap<string, Snapshot>>>
  readonly loaded: Readonly<Ref<boolean>>
  readonly problem: ShallowRef<unknown>
  load(): Promise<void>
}

/** The snapshot tree of a guest, read again whenever something that was done to the guest has ended. */
export function useSnapshots(guest: () => Guest): Snapshots {
  const { client } = useApi()
  const tasks = useGuestTasks()
  const tree = shallowRef<readonly SnapshotLink[]>([])
  const details = shallowRef<ReadonlyMap<string, Snapshot>>(new Map())
  const loaded = ref(false)
  const problem = shallowRef<unknown>()

  const load = async (): Promise<void> => {
    const { id } = guest()
    try {
      const nodes = Object.entries(await client.snapshot.list({ id }))
      if (id !== guest().id) return
      tree.value = nodes.map(([name, { backing = '', is_current = false }]) => ({ name, backing, current: is_current }))
      loaded.value = true
      problem.value = undefined
      const found = new Map<string, Snapshot>()
      // One that was deleted meanwhile has no details, and is gone with the next look.
      const look = async ([name]: (typeof nodes)[number]): Promise<void> => {
        const snapshot = await client.snapshot.get({ id, name }).catch(() => undefined)
        if (snapshot) found.set(name, snapshot)
      }
      await inParallel(nodes, look, { limit: AT_A_TIME, goOn: () => id === guest().id })
      if (id === guest().id) details.value = found
    } catch (error) {
      if (id === guest().id) problem.value = error
    }
  }
  const ended = computed(() => tasks.of(guest().id).filter(({ state }) => state !== 'running').length)
  watch([() => guest().id, () => guest().snapshots, () => guest().created && !guest().lost, ended], () => void load(), {
    immediate: true
  })
  return { tree, details, loaded, problem, load }
}
