import type { Guest } from '@shared/contract/guest'
import { guestRules, refusalDetails, type GuestAction } from '@shared/rules/guest-rules'
import type { Ref, ShallowRef } from 'vue'
import { useApi } from '@/api'
import { useErrorText } from '@/composables/use-error-text'
import { useOperation } from '@/composables/use-operation'

/** What a guest does not survive in order, so that a person is asked first. */
export type PowerCut = 'reset' | 'forceOff'

export interface GuestPower {
  start(): Promise<void>
  /** Starts the guest from a media image. */
  startFrom(media: string): Promise<void>
  shutDown(): Promise<void>
  reboot(): Promise<void>
  reset(): Promise<void>
  forceOff(): Promise<void>
  insert(media: string): Promise<void>
  eject(): Promise<void>
  /** Why an action is not possible now, in words; undefined when it is. */
  whyNot(action: GuestAction): string | undefined
  readonly busy: Readonly<Ref<boolean>>
  readonly problem: ShallowRef<unknown>
}

/** Power and media of one guest. */
export function useGuestPower(guest: Readonly<Ref<Guest | undefined>>): GuestPower {
  const { client } = useApi()
  const { run, busy, problem } = useOperation()
  const errors = useErrorText()

  const act = async (work: (id: string) => Promise<unknown>): Promise<void> => {
    const id = guest.value?.id
    if (id !== undefined) await run(() => work(id))
  }
  const stop = (how: { reboot?: boolean; force?: boolean }) => () => act((id) => client.instance.stop({ id, ...how }))

  return {
    start: () => act((id) => client.instance.start({ id })),
    startFrom: (source) => act((id) => client.instance.start({ id, from_media: true, source })),
    shutDown: stop({}),
    reboot: stop({ reboot: true }),
    reset: stop({ reboot: true, force: true }),
    forceOff: stop({ force: true }),
    insert: (source) => act((id) => client.instance.insertMedia({ id, source })),
    eject: () => act((id) => client.instance.ejectMedia({ id })),
    whyNot(action) {
      const refusal = guest.value && guestRules[action](guest.value)
      return refusal && guest.value ? errors.whyNot(refusal, refusalDetails(guest.value)) : undefined
    },
    busy,
    problem
  }
}
