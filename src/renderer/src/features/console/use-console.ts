import RFB from '@novnc/novnc'
import type { Guest } from '@shared/contract/guest'
import { guestRules } from '@shared/rules/guest-rules'
import { onBeforeUnmount, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { useApi } from '@/api'
import { RfbChannel } from './rfb-channel'

/** `off` covers every reason why there is nothing to see; `waiting` is between two attempts. */
export type ConsoleState = 'off' | 'connecting' | 'connected' | 'waiting'

/** How the picture fills its place: made to fit, one to one, or by the guest changing its screen. */
export const scales = ['fit', 'exact', 'resize'] as const
export type Scale = (typeof scales)[number]

export interface ConsoleOptions {
  /** A picture without keys and pointer. */
  readonly viewOnly?: boolean
  /** How far apart pictures are at least. */
  readonly everyMs?: () => number
}

export interface Console {
  readonly state: Readonly<Ref<ConsoleState>>
  /** Why the last attempt failed. */
  readonly problem: Readonly<ShallowRef<unknown>>
  /** The last picture of a screen that is gone. */
  readonly lastFrame: Readonly<ShallowRef<HTMLCanvasElement | undefined>>
  /** Width and height of the guest's screen in its own pixels. */
  readonly size: Readonly<Ref<{ readonly width: number; readonly height: number } | undefined>>
  readonly scale: Readonly<Ref<Scale>>
  setScale(scale: Scale): void
  /** The connected screen, for keys, clipboard and screenshots. */
  readonly screen: Readonly<ShallowRef<RFB | undefined>>
  /** Does not wait for the next attempt. */
  reconnect(): void
}

/** Each attempt that failed doubles the wait. */
const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 8_000

/** Shows a guest's screen in an element for as long as it runs, and comes back by itself when the connection is lost. */
export function useConsole(
  guest: Readonly<Ref<Guest | undefined>>,
  target: Readonly<Ref<HTMLElement | null>>,
  { viewOnly = false, everyMs }: ConsoleOptions = {}
): Console {
  const { client, openChannel, onConnected } = useApi()
  const state = ref<ConsoleState>('off')
  const problem = shallowRef<unknown>()
  const lastFrame = shallowRef<HTMLCanvasElement>()
  const size = ref<{ width: number; height: number }>()
  const scale = ref<Scale>('fit')
  const screen = shallowRef<RFB>()
  let waitMs = FIRST_WAIT_MS
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Counts attempts, so that an answer to an older one is not taken for the present. */
  let attempt = 0

  const canShow = (): boolean => guest.value !== undefined && guestRules.console(guest.value) === null

  const keepFrame = (): void => {
    const canvas = target.value?.querySelector('canvas')
    if (!canvas || state.value !== 'connected' || canvas.width === 0) return
    const copy = document.createElement('canvas')
    copy.width = canvas.width
    copy.height = canvas.height
    copy.getContext('2d')?.drawImage(canvas, 0, 0)
    lastFrame.value = copy
  }

  const stop = (): void => {
    attempt++
    clearTimeout(timer)
    keepFrame()
    screen.value?.disconnect()
    screen.value = undefined
    state.value = 'off'
  }

  const later = (): void => {
    screen.value = undefined
    if (!canShow()) return void (state.value = 'off')
    state.value = 'waiting'
    timer = setTimeout(() => void connect(), waitMs)
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
  }

  const connect = async (): Promise<void> => {
    const element = target.value
    if (!element || !guest.value || !canShow()) return
    clearTimeout(timer)
    const mine = ++attempt
    state.value = 'connecting'
    try {
      const { id } = await client.monitorChannel.create({ guest: guest.value.id })
      if (mine === attempt) show(element, id, mine)
    } catch (error) {
      if (mine !== attempt) return
      problem.value = error
      later()
    }
  }

  const fill = (rfb: RFB): void => {
    // Until a guest has followed, or where it cannot, its picture fits all the same.
    rfb.scaleViewport = scale.value !== 'exact'
    rfb.resizeSession = scale.value === 'resize'
  }

  const show = (element: HTMLElement, ticket: string, mine: number): void => {
    const channel = new RfbChannel(openChannel(ticket), keepFrame, everyMs)
    const rfb = new RFB(element, channel, { shared: true })
    rfb.background = 'transparent'
    rfb.viewOnly = viewOnly
    rfb.showDotCursor = !viewOnly
    fill(rfb)
    rfb.addEventListener('connect', () => {
      if (mine !== attempt) return
      waitMs = FIRST_WAIT_MS
      problem.value = undefined
      state.value = 'connected'
      if (!viewOnly) rfb.focus()
    })
    rfb.addEventListener('disconnect', () => {
      if (mine === attempt) later()
    })
    screen.value = rfb
  }

  const reconnect = (): void => {
    waitMs = FIRST_WAIT_MS
    if (state.value !== 'connected') void connect()
  }

  watch([target, () => guest.value?.id, canShow], ([element, , show]) => {
    if (!element || !show) return stop()
    waitMs = FIRST_WAIT_MS
    if (state.value === 'off') void connect()
  })
  const setScale = (wanted: Scale): void => {
    scale.value = wanted
    if (screen.value) fill(screen.value)
  }
  const letGo = onConnected((connected) => {
    if (connected) reconnect()
  })
  watchSize(target, size)
  onBeforeUnmount(() => {
    letGo()
    stop()
  })

  return { state, problem, lastFrame, size, scale, setScale, screen, reconnect }
}

/** Follows the size of the picture, which noVNC tells nobody. */
function watchSize(
  target: Readonly<Ref<HTMLElement | null>>,
  size: Ref<{ width: number; height: number } | undefined>
): void {
  const look = (): void => {
    const canvas = target.value?.querySelector('canvas')
    size.value = canvas && canvas.width > 0 ? { width: canvas.width, height: canvas.height } : undefined
  }
  const observer = new MutationObserver(look)
  watch(target, (element) => {
    observer.disconnect()
    if (element) observer.observe(element, { subtree: true, childList: true, attributeFilter: ['width', 'height'] })
  })
  onBeforeUnmount(() => observer.disconnect())
}
