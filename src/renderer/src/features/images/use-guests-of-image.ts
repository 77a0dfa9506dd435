import type { Image } from '@shared/contract/image'
import { useGuests } from '@/stores/guests'

/** Gives the names of the guests that were made from an image, or have it in their drive. */
export function useGuestsOfImage(): (image: Pick<Image, 'id'>) => readonly string[] {
  const guests = useGuests()
  return ({ id }) =>
    guests.all
      .filter(({ from_image, media_source }) => from_image === id || media_source === id)
      .map(({ name }) => name)
      .toSorted()
}
