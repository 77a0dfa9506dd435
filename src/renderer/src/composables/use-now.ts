import { onScopeDispose, ref, type Ref } from 'vue'

/** The present, in milliseconds since 1970, renewed now and then so that ages on the screen stay true. */
export function useNow(everyMs = 1000): Readonly<Ref<number>> {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), everyMs)
  onScopeDispose(() => clearInterval(timer))
  return now
}
