import type RFB from '@novnc/novnc'
import { onScopeDispose, watch, type Ref } from 'vue'
import { usePreferences } from '@/stores/preferences'

/**
 * Shares the clipboard with a guest, both ways, while the person wants that: what the guest copies is here at once,
 * and what was copied here is there as soon as its window is in front again. Off unless asked for: a guest need not be
 * trusted with what was copied elsewhere.
 */
export function useSharedClipboard(screen: Readonly<Ref<RFB | undefined>>): void {
  const preferences = usePreferences()
  /** Neither side is told what it has said itself. */
  let last = ''

  const give = async (): Promise<void> => {
    if (!preferences.shareClipboard || !screen.value || !document.hasFocus()) return
    const text = await navigator.clipboard.readText().catch(() => '')
    if (text === '' || text === last) return
    last = text
    screen.value.clipboardPasteFrom(text)
  }
  const take = ({ detail: { text } }: CustomEvent<{ readonly text: string }>): void => {
    if (!preferences.shareClipboard || text === last) return
    last = text
    // Where the window is not in front, the browser keeps it from writing.
    navigator.clipboard.writeText(text).catch(() => (last = ''))
  }
  watch(screen, (now) => {
    last = ''
    now?.addEventListener('clipboard', take)
  })
  const giveNow = (): void => void give()
  watch(() => [preferences.shareClipboard, screen.value] as const, giveNow)
  window.addEventListener('focus', giveNow)
  onScopeDispose(() => window.removeEventListener('focus', giveNow))
}
