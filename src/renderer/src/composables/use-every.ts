import { onScopeDispose } from 'vue'

/** Runs work now and every so many milliseconds, one at a time, while somebody sees the window. Failures wait for the next time. */
export function useEvery(everyMs: number, work: () => Promise<unknown>): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  const round = async (): Promise<void> => {
    if (!document.hidden) await work().catch(() => undefined)
    if (!isOver) timer = setTimeout(() => void round(), everyMs)
  }
  void round()
  onScopeDispose(() => {
    isOver = true
    clearTimeout(timer)
  })
}
