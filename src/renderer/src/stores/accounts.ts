import type { Accounts } from '@shared/contract/user'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useApi } from '@/api'

const none: Accounts = { users: [], groups: [], roles: [], revision: 0 }

/** Users, groups and roles, kept fresh by events for as long as a page shows them. */
export const useAccounts = defineStore('accounts', () => {
  const api = useApi()
  const known = shallowRef<Accounts>()
  const problem = shallowRef<unknown>()

  const learn = (now: Accounts): void => {
    if (!known.value || known.value.revision < now.revision) known.value = now
  }
  const load = async (): Promise<void> => {
    try {
      learn(await api.client.user.overview({}))
      problem.value = undefined
    } catch (error) {
      problem.value = error
    }
  }
  const clear = (): void => {
    known.value = problem.value = undefined
  }
  api.onEvent(({ name, payload }) => {
    if (name === 'accounts.changed' && known.value) learn(payload)
  })
  api.onConnected((connected) => {
    if (connected && known.value) void load()
  })
  return {
    all: computed(() => known.value ?? none),
    loaded: computed(() => known.value !== undefined),
    problem,
    load,
    clear
  }
})
