import type { Client } from '@shared/contract'
import type { Guest } from '@shared/contract/guest'
import { defineStore } from 'pinia'
import { useApi } from '@/api'
import { collection } from './collection'

const PAGE = 500
/** Guests deleted while we read move the others up; so many may be, without one falling between two pages. */
const OVERLAP = 50

/** The guests the window knows, those being created and those that failed included. */
export const useGuests = defineStore('guests', () => {
  const api = useApi()
  return collection<Guest>(api, {
    load: () => allGuests(api.client),
    idOf: ({ id }) => id,
    changed: 'guest.changed',
    removed: 'guest.removed'
  })
})

async function allGuests(client: Client): Promise<readonly Guest[]> {
  const found = new Map<string, Guest>()
  for (let offset = 0; ; offset += PAGE - OVERLAP) {
    const { result, total } = await client.guest.page({ limit: PAGE, offset })
    for (const guest of result) found.set(guest.id, guest)
    if (offset + PAGE >= total) return [...found.values()]
  }
}
