import type { Client } from '@shared/contract'
import type { Guest } from '@shared/contract/guest'
import { defineStore } from 'pinia'
import { useApi } from '@/api'
import { collection } from './collection'

const PAGE = 500
/** Guests deleted while we read move the others up; so many may be, without one falling between two pages. */
const OVERLAP = 50
/** While one answer is read, the next is on its way; more would keep others waiting. */
const AT_ONCE = 2

/** The guests the window knows, those being created and those that failed included. */
export const useGuests = defineStore('guests', () => {
  const api = useApi()
  return collection<Guest>(api, {
    load: (show) => allGuests(api.client, show),
    idOf: ({ id }) => id,
    changed: 'guest.changed',
    removed: 'guest.removed'
  })
})

/** The first ones are shown at once: they fill a screen. */
async function allGuests(client: Client, show: (some: readonly Guest[]) => void): Promise<readonly Guest[]> {
  const found = new Map<string, Guest>()
  let next = 0
  const read = async (): Promise<number> => {
    const offset = next
    next += PAGE - OVERLAP
    const { result, total } = await client.guest.page({ limit: PAGE, offset })
    for (const guest of result) found.set(guest.id, guest)
    return total
  }
  const total = await read()
  if (total > PAGE) show([...found.values()])
  const readOn = async (): Promise<void> => {
    while (next + OVERLAP < total) await read()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, readOn))
  return [...found.values()]
}
