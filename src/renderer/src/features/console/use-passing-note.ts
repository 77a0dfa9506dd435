import { onScopeDispose, ref } from 'vue'

const SHOWN_MS = 4_000

/** A word that goes away by itself. */
export function usePassingNote() {
  const note = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined
  const say = (text: string): void => {
    note.value = text
    clearTimeout(timer)
    timer = setTimeout(() => (note.value = ''), SHOWN_MS)
  }
  onScopeDispose(() => clearTimeout(timer))
  return { note, say }
}
