import { FitAddon } from '@xterm/addon-fit'
import { Terminal, type ITheme } from '@xterm/xterm'
import type { Guest } from '@shared/contract/guest'
import { onBeforeUnmount, onMounted, watch, type Ref } from 'vue'
import type { ByteChannel } from '@/api/connection'
import { useCopy } from '@/composables/use-copy'
import { useIsDark } from '@/composables/use-is-dark'
import { useGuestChannel, type ChannelNews, type GuestChannel } from './use-guest-channel'

/** Lines to scroll back to. */
const SCROLLBACK = 5_000
/** As for all text (WCAG 2.1, 1.4.3), whatever colours a guest chooses. */
const CONTRAST = 4.5

/** A terminal at a guest's serial line, in an element. What was said last stays when the guest is off. */
export function useSerial(
  guest: Readonly<Ref<Guest | undefined>>,
  target: Readonly<Ref<HTMLElement | null>>
): GuestChannel {
  const isDark = useIsDark()
  const { copy } = useCopy()
  const terminal = new Terminal({
    fontFamily: token('mono'),
    fontSize: Number.parseInt(token('fs-13')),
    scrollback: SCROLLBACK,
    minimumContrastRatio: CONTRAST
  })
  const fit = new FitAddon()
  terminal.loadAddon(fit)
  terminal.attachCustomKeyEventHandler((event) => {
    if (!event.ctrlKey || !event.shiftKey) return true
    if (event.code === 'KeyC') {
      event.preventDefault()
      if (event.type === 'keydown' && terminal.hasSelection()) void copy(terminal.getSelection())
    }
    // Pasting is done by the browser.
    return event.code !== 'KeyC' && event.code !== 'KeyV'
  })

  const show = (_target: HTMLElement, line: ByteChannel, { connected, lost }: ChannelNews): (() => void) => {
    const encoder = new TextEncoder()
    const typed = terminal.onData((text) => line.send(encoder.encode(text)))
    line.onopen = () => {
      // The line begins with what was said last.
      terminal.reset()
      connected()
      terminal.focus()
    }
    line.onmessage = (bytes) => terminal.write(bytes)
    line.onclose = (reason) => {
      typed.dispose()
      lost(reason)
    }
    return () => line.close()
  }

  const observer = new ResizeObserver(() => fit.fit())
  onMounted(() => {
    if (!target.value) return
    terminal.open(target.value)
    observer.observe(target.value)
  })
  onBeforeUnmount(() => {
    observer.disconnect()
    terminal.dispose()
  })
  // After the page has got its colours.
  watch(isDark, () => (terminal.options.theme = theme()), { immediate: true, flush: 'post' })

  return useGuestChannel({ kind: 'serial', guest, target, show })
}

const token = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--nd-${name}`).trim()

const theme = (): ITheme => ({
  background: token('surface'),
  foreground: token('text'),
  cursor: token('accent'),
  cursorAccent: token('surface'),
  selectionBackground: token('accent-line')
})
