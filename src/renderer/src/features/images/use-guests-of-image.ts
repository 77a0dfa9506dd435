import type { Guest } from '@shared/contract/guest'
import type { Image } from '@shared/contract/image'
import { useGuests } from '@/stores/guests'

/** Gives the guests that were made from an image, or have it in their drive, by name. */
export function useGuestsOfImage(): (image: Pick<Image, 'id'>) => readonly Guest[] {
  const guests = useGuests()
  return ({ id }) =>
    guests.all
      .filter(({ from_image, media_source }) => from_image === id || media_source === id)
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
}
