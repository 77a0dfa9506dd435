import RFB from '@novnc/novnc'
import type { Guest } from '@shared/contract/guest'
import { onBeforeUnmount, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { ByteChannel } from '@/api/connection'
import { drawSmall } from './draw-small'
import type { Keyboard } from './keys'
import { RfbChannel } from './rfb-channel'
import { useGuestChannel, type ChannelNews, type GuestChannel } from './use-guest-channel'

/** How the picture fills its place: made to fit, one to one, or by the guest changing its screen. */
export const scales = ['fit', 'exact', 'resize'] as const
export type Scale = (typeof scales)[number]

export interface ConsoleOptions {
  /** A picture without keys and pointer. */
  readonly viewOnly?: boolean
  /** How far apart pictures are at least. */
  readonly everyMs?: () => number
  /** Where each picture is drawn once more, small. */
  readonly small?: Readonly<Ref<HTMLCanvasElement | null>>
}

export interface Console extends GuestChannel {
  /** The last picture of a screen that is gone. */
  readonly lastFrame: Readonly<ShallowRef<HTMLCanvasElement | undefined>>
  /** Width and height of the guest's screen in its own pixels. */
  readonly size: Readonly<Ref<{ readonly width: number; readonly height: number } | undefined>>
  readonly scale: Readonly<Ref<Scale>>
  setScale(scale: Scale): void
  /** The connected screen, for keys, clipboard and screenshots. */
  readonly screen: Readonly<ShallowRef<RFB | undefined>>
  /** Lets keys be pressed, also where nobody types; false while there is no screen. */
  send(press: (keyboard: Keyboard) => void): boolean
}

/** Shows a guest's screen in an element for as long as it runs, and comes back by itself when the connection is lost. */
export function useConsole(
  guest: Readonly<Ref<Guest | undefined>>,
  target: Readonly<Ref<HTMLElement | null>>,
  { viewOnly = false, everyMs, small }: ConsoleOptions = {}
): Console {
  const lastFrame = shallowRef<HTMLCanvasElement>()
  const size = ref<{ width: number; height: number }>()
  const scale = ref<Scale>('fit')
  const screen = shallowRef<RFB>()

  const keepFrame = (): void => {
    const canvas = target.value?.querySelector('canvas')
    if (!canvas || channel.state.value !== 'connected' || canvas.width === 0) return
    const copy = document.createElement('canvas')
    copy.width = canvas.width
    copy.height = canvas.height
    copy.getContext('2d')?.drawImage(canvas, 0, 0)
    lastFrame.value = copy
  }

  const fill = (rfb: RFB): void => {
    // Until a guest has followed, or where it cannot, its picture fits all the same.
    rfb.scaleViewport = scale.value !== 'exact'
    rfb.resizeSession = scale.value === 'resize'
  }

  const show = (element: HTMLElement, bytes: ByteChannel, { connected, lost }: ChannelNews): (() => void) => {
    const onPicture = (): void => drawSmall(element.querySelector('canvas'), small?.value)
    const pictures = new RfbChannel(bytes, keepFrame, { ...(everyMs && { everyMs }), onPicture })
    const rfb = new RFB(element, pictures, { shared: true })
    rfb.background = 'transparent'
    rfb.viewOnly = viewOnly
    rfb.showDotCursor = !viewOnly
    fill(rfb)
    rfb.addEventListener('connect', () => {
      connected()
      if (!viewOnly) rfb.focus()
    })
    const gone = (): void => {
      if (screen.value === rfb) screen.value = undefined
    }
    rfb.addEventListener('disconnect', () => {
      gone()
      lost()
    })
    screen.value = rfb
    return () => {
      keepFrame()
      rfb.disconnect()
      gone()
    }
  }
  const channel = useGuestChannel({ kind: 'screen', guest, target, show })

  const setScale = (wanted: Scale): void => {
    scale.value = wanted
    if (screen.value) fill(screen.value)
  }
  const send = (press: (keyboard: Keyboard) => void): boolean => {
    if (!screen.value || channel.state.value !== 'connected') return false
    screen.value.viewOnly = false
    press(screen.value)
    screen.value.viewOnly = viewOnly
    return true
  }
  watchSize(target, size)

  return { ...channel, lastFrame, size, scale, setScale, screen, send }
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
