import { useRouter } from 'vue-router'
import { useGuestList } from './list/guest-list'

/** Goes to the list of guests, narrowed by a filter such as `pool:lab`. */
export function useShowGuests(): (filter: string) => void {
  const router = useRouter()
  const list = useGuestList()
  return (filter) => {
    list.filterText = filter
    void router.push({ name: 'guests' })
  }
}
