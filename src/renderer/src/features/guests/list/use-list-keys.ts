import type { Guest } from '@shared/contract/guest'
import { useGuestWork } from '../actions/guest-work'
import { openGuestConsole } from '../open-guest-console'
import { useGuestList } from './guest-list'

interface Around {
  /** How many rows are in view. */
  readonly pageSize: () => number
  /** How many stand side by side; one in a table. */
  readonly columns?: () => number
  /** Brings a row into view. */
  readonly show: (index: number) => void
  readonly open: (guest: Guest) => void
}

/** Keys of the guest list: gives a listener for its `keydown`. */
export function useListKeys({ pageSize, columns = () => 1, show, open }: Around): (event: KeyboardEvent) => void {
  const list = useGuestList()
  const work = useGuestWork()

  const chosen = (): readonly Guest[] =>
    list.selection.length > 0 ? list.selection : list.current ? [list.current] : []
  const withCurrent = (act: (guest: Guest) => void) => (): void => {
    if (list.current) act(list.current)
  }
  const far = Number.MAX_SAFE_INTEGER
  const steps: Readonly<Record<string, () => number>> = {
    ...{ ArrowDown: columns, ArrowUp: () => -columns(), ArrowRight: () => 1, ArrowLeft: () => -1 },
    ...{ Home: () => -far, End: () => far },
    ...{ PageDown: pageSize, PageUp: () => -pageSize() }
  }
  const actions: Readonly<Record<string, () => void>> = {
    ' ': withCurrent(() => (list.panelOpen = !list.panelOpen)),
    x: withCurrent(({ id }) => list.toggle(id)),
    Enter: withCurrent(open),
    'Ctrl+Enter': withCurrent(openGuestConsole),
    'Ctrl+a': list.selectAll,
    Delete: () => chosen().length > 0 && work.ask('remove', chosen()),
    Escape: () => (list.panelOpen ? (list.panelOpen = false) : list.clearSelection())
  }

  return (event) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event
    if (altKey) return
    const step = steps[key]
    const act = actions[`${ctrlKey || metaKey ? 'Ctrl+' : ''}${key}`]
    if (step) show(list.move(step(), shiftKey))
    else if (act) act()
    else return
    event.preventDefault()
  }
}
