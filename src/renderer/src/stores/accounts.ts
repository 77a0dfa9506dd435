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
  let followers = 0

  const learn = (now: Accounts): void => {
    if (followers > 0 && (!known.value || known.value.revision < now.revision)) known.value = now
  }
  const load = async (): Promise<void> => {
    try {
      learn(await api.client.user.overview({}))
      problem.value = undefined
    } catch (error) {
      problem.value = error
    }
  }
  /** Knows all accounts from now on; gives the way to stop. */
  const follow = (): (() => void) => {
    followers += 1
    void load()
    return () => {
      followers -= 1
      if (followers === 0) known.value = problem.value = undefined
    }
  }
  api.onEvent(({ name, payload }) => {
    if (name === 'accounts.changed') learn(payload)
  })
  api.onConnected((connected) => {
    if (connected && known.value) void load()
  })
  return {
    all: computed(() => known.value ?? none),
    loaded: computed(() => known.value !== undefined),
    problem,
    load,
    follow
  }
})
