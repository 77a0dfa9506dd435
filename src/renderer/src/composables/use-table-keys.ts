import { nextTick, type Ref } from 'vue'

interface Options<T> {
  readonly rows: () => readonly T[]
  readonly idOf: (row: T) => string
  /** The row that is shown beside the table. */
  readonly current: Ref<string | undefined>
  readonly body: Readonly<Ref<HTMLElement | null>>
  readonly remove?: (row: T) => void
  /** How many stand side by side, where they are cards. */
  readonly columns?: () => number
}

/**
 * Keys for the rows of a plain table, or for cards: arrows, Home and End move on, and with them what is shown beside the table;
 * Space and Enter show and hide it, Escape hides it, Delete asks to delete.
 */
export function useTableKeys<T>({ rows, idOf, current, body, remove, columns }: Options<T>) {
  const toggle = (row: T): void => {
    const id = idOf(row)
    current.value = current.value === id ? undefined : id
  }
  const focusAt = async (index: number): Promise<void> => {
    const at = Math.max(0, Math.min(index, rows().length - 1))
    const row = rows()[at]
    if (current.value !== undefined && row !== undefined) current.value = idOf(row)
    await nextTick()
    body.value?.querySelectorAll<HTMLElement>(':scope > *')[at]?.focus()
  }
  const press = (event: KeyboardEvent, row: T): void => {
    // Buttons within a row have their own keys.
    if (event.target !== event.currentTarget) return
    const at = rows().indexOf(row)
    const last = rows().length - 1
    const step = new Map([
      ['ArrowDown', at + (columns?.() ?? 1)],
      ['ArrowUp', at - (columns?.() ?? 1)],
      ...(columns
        ? ([
            ['ArrowRight', at + 1],
            ['ArrowLeft', at - 1]
          ] as const)
        : []),
      ['Home', 0],
      ['End', last]
    ]).get(event.key)
    if (step !== undefined) void focusAt(step)
    else if (event.key === ' ' || event.key === 'Enter') toggle(row)
    else if (event.key === 'Escape') current.value = undefined
    else if (event.key === 'Delete' && remove) remove(row)
    else return
    event.preventDefault()
  }
  return { toggle, press }
}
