import { onScopeDispose, ref, type Ref } from 'vue'

/** Takes files dropped anywhere on the window; true while some are held over it. */
export function useFileDrop(take: (files: readonly File[]) => void): Readonly<Ref<boolean>> {
  const isOver = ref(false)
  const listeners = {
    dragover(event: DragEvent) {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      isOver.value = true
    },
    dragleave(event: DragEvent) {
      if (event.relatedTarget === null) isOver.value = false
    },
    drop(event: DragEvent) {
      isOver.value = false
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      take(files)
    }
  }
  const all = Object.entries(listeners) as [keyof typeof listeners, (event: DragEvent) => void][]
  for (const [name, listener] of all) window.addEventListener(name, listener)
  onScopeDispose(() => {
    for (const [name, listener] of all) window.removeEventListener(name, listener)
  })
  return isOver
}
