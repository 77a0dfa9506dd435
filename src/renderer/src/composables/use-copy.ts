import { ref, type Ref } from 'vue'

/** How long a button says that it has copied. */
const SAID_FOR_MS = 2000

/** Copies text; `copied` is true for a moment afterwards. */
export function useCopy(): { copy: (text: string) => Promise<void>; copied: Readonly<Ref<boolean>> } {
  const copied = ref(false)
  const copy = async (text: string): Promise<void> => {
    await navigator.clipboard.writeText(text)
    copied.value = true
    setTimeout(() => (copied.value = false), SAID_FOR_MS)
  }
  return { copy, copied }
}
