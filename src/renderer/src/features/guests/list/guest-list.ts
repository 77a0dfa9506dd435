import type { Guest } from '@shared/contract/guest'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useGuests } from '@/stores/guests'
import { parseFilter } from './guest-filter'
import { ordered, type Order, type OrderKey } from './guest-order'

const nothing: ReadonlySet<string> = new Set()

/** How the list of guests is looked at. It is as it was left when one comes back from a guest. */
export const useGuestList = defineStore('guestList', () => {
  const guests = useGuests()
  const filterText = ref('')
  const order = shallowRef<Order>({ key: 'name', descending: false })
  const currentId = ref<string>()
  const panelOpen = ref(false)
  const selected = shallowRef(nothing)
  /** Where a range of rows begins. */
  let anchor: string | undefined

  const filter = computed(() => parseFilter(filterText.value))
  /** Typing a filter sorts nothing. */
  const sorted = computed(() => ordered(guests.all, order.value))
  const rows = computed(() => sorted.value.filter(filter.value.matches))
  /** The selected guests in the order of the list, those included that the filter hides. */
  const selection = computed<readonly Guest[]>(() =>
    selected.value.size === 0 ? [] : sorted.value.filter(({ id }) => selected.value.has(id))
  )
  const current = computed(() => (currentId.value === undefined ? undefined : guests.byId.get(currentId.value)))

  const indexOf = (id: string | undefined): number => rows.value.findIndex((guest) => guest.id === id)

  const sortBy = (key: OrderKey): void => {
    const again = order.value.key === key
    order.value = { key, descending: again && !order.value.descending }
  }
  /** Makes a row the current one. */
  const goTo = (id: string): void => {
    currentId.value = anchor = id
  }
  /** Makes the row so many below the current one current; with `extend` the rows between are selected. Gives its index. */
  const move = (by: number, extend = false): number => {
    const from = indexOf(currentId.value)
    const index = Math.max(0, Math.min(rows.value.length - 1, from < 0 ? by - 1 : from + by))
    const id = rows.value[index]?.id
    if (id === undefined) return -1
    if (extend) selectTo(id)
    else goTo(id)
    return index
  }
  const toggle = (id: string): void => {
    const next = new Set(selected.value)
    if (!next.delete(id)) next.add(id)
    selected.value = next
    goTo(id)
  }
  /** Selects all rows from where the last single step ended to this one. */
  const selectTo = (id: string): void => {
    const [from, to] = [indexOf(anchor ?? currentId.value), indexOf(id)].sort((a, b) => a - b) as [number, number]
    const range = rows.value.slice(Math.max(0, from), to + 1)
    selected.value = new Set([...selected.value, ...range.map((guest) => guest.id)])
    currentId.value = id
  }
  const selectAll = (): void => void (selected.value = new Set(rows.value.map(({ id }) => id)))
  const clearSelection = (): void => void (selected.value = nothing)

  return {
    ...{ filterText, filter, order, rows, sortBy },
    ...{ currentId, current, panelOpen, goTo, move, indexOf },
    ...{ selected, selection, toggle, selectTo, selectAll, clearSelection }
  }
})
