import { PortForward, type Guest } from '@shared/contract/guest'
import { useErrorText } from '@/composables/use-error-text'
import { useTexts } from '@/composables/use-texts'
import { useGuests } from '@/stores/guests'

/** One line of the table while it is typed; an empty number is undefined. */
export interface PortDraft {
  protocol: PortForward['protocol']
  host: number | undefined
  guest: number | undefined
}

/** The forward that a line stands for, if it is whole. */
export const forwardOf = (draft: PortDraft): PortForward | undefined => PortForward.safeParse(draft).data

const isSame = (one: PortDraft, other: PortDraft): boolean => one.protocol === other.protocol && one.host === other.host

/** Says what is wrong with each line: no port, one twice, or one that another guest of the same cell has; '' for nothing. */
export function usePortCheck(): (
  drafts: readonly PortDraft[],
  guest: Partial<Pick<Guest, 'id' | 'cell'>>
) => readonly string[] {
  const { t } = useTexts()
  const errors = useErrorText()
  const guests = useGuests()

  return (drafts, { id, cell }) =>
    drafts.map((draft, index) => {
      if (!forwardOf(draft)) return t('guestNetwork.portWrong')
      if (drafts.findIndex((other) => isSame(other, draft)) < index) return t('guestNetwork.portTwice')
      const owner = guests.all.find(
        (other) =>
          other.id !== id &&
          other.error === '' &&
          (cell === undefined || other.cell === cell) &&
          other.ports.some((port) => isSame(port, draft))
      )
      return owner ? errors.whyNot('PORT_TAKEN', { port: draft.host, by: owner.name }) : ''
    })
}
