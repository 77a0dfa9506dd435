import { defineStore } from 'pinia'
import { ref } from 'vue'
import { useApi } from '@/api'

/** Whether the core answers, and since when it does not (milliseconds since 1970). */
export const useConnection = defineStore('connection', () => {
  const api = useApi()
  // A first attempt that is still under way counts as connected: nothing is out of date yet.
  const connected = ref(true)
  const lostAt = ref(0)
  api.onConnected((now) => {
    if (!now && connected.value) lostAt.value = Date.now()
    connected.value = now
  })
  return { connected, lostAt }
})
