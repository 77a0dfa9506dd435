import type { Guest } from '@shared/contract/guest'
import { guestRules } from '@shared/rules/guest-rules'
import { onBeforeUnmount, ref, watch, type Ref } from 'vue'
import { useApi } from '@/api'
import type { ByteChannel } from '@/api/connection'
import { useErrorText } from '@/composables/use-error-text'

/** `off` covers every reason why there is nothing to see; `waiting` is between two attempts. */
export type ChannelState = 'off' | 'connecting' | 'connected' | 'waiting'

/** How whoever shows a channel tells what has become of it. */
export interface ChannelNews {
  connected(): void
  /** `reason` is for people, '' for none. */
  lost(reason?: string): void
}

export interface GuestChannelOptions {
  readonly kind: 'screen' | 'serial'
  readonly guest: Readonly<Ref<Guest | undefined>>
  /** Where it is shown; nothing is connected while that is not there. */
  readonly target: Readonly<Ref<HTMLElement | null>>
  /** Begins to show a new channel; gives the way to end that. */
  readonly show: (target: HTMLElement, channel: ByteChannel, news: ChannelNews) => () => void
}

export interface GuestChannel {
  readonly state: Readonly<Ref<ChannelState>>
  /** Why the last attempt failed, in words; '' for nothing to tell. */
  readonly problem: Readonly<Ref<string>>
  /** Does not wait for the next attempt. */
  reconnect(): void
}

/** Each attempt that failed doubles the wait. */
const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 8_000

/** A channel to a guest for as long as it runs, which comes back by itself when it is lost. */
export function useGuestChannel({ kind, guest, target, show }: GuestChannelOptions): GuestChannel {
  const { client, openChannel, onConnected } = useApi()
  const { textOf } = useErrorText()
  const state = ref<ChannelState>('off')
  const problem = ref('')
  let waitMs = FIRST_WAIT_MS
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Counts attempts, so that an answer to an older one is not taken for the present. */
  let attempt = 0
  let end = (): void => {}

  const canShow = (): boolean => guest.value !== undefined && guestRules.console(guest.value) === null

  const stop = (): void => {
    attempt++
    clearTimeout(timer)
    end()
    end = () => {}
    state.value = 'off'
  }

  const later = (): void => {
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
    const isMine = (): boolean => mine === attempt
    const news: ChannelNews = {
      connected() {
        if (!isMine()) return
        waitMs = FIRST_WAIT_MS
        problem.value = ''
        state.value = 'connected'
      },
      lost(reason = '') {
        if (!isMine()) return
        end = () => {}
        if (reason !== '') problem.value = reason
        later()
      }
    }
    try {
      const { id } = await client.monitorChannel.create({ guest: guest.value.id, kind })
      if (isMine()) end = show(element, openChannel(id), news)
    } catch (error) {
      news.lost(textOf(error))
    }
  }

  const reconnect = (): void => {
    waitMs = FIRST_WAIT_MS
    if (state.value !== 'connected') void connect()
  }

  watch([target, () => guest.value?.id, canShow], ([element, , canSee]) => {
    if (!element || !canSee) return stop()
    waitMs = FIRST_WAIT_MS
    if (state.value === 'off') void connect()
  })
  const letGo = onConnected((connected) => {
    if (connected) reconnect()
  })
  onBeforeUnmount(() => {
    letGo()
    stop()
  })

  return { state, problem, reconnect }
}
