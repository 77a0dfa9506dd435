import type { Guest } from '@shared/contract/guest'
import type { Image } from '@shared/contract/image'
import { useGuests } from '@/stores/guests'

/** A guest without whose image it cannot run, or be made. */
export const needsImage = (guest: Guest, { id }: Pick<Image, 'id'>): boolean =>
  guest.media_source === id ||
  (guest.from_image === id && guest.error === '' && (guest.clone === 'linked' || !guest.created))

/** Gives the guests that were made from an image, or have it in their drive, by name. */
export function useGuestsOfImage(): (image: Pick<Image, 'id'>) => readonly Guest[] {
  const guests = useGuests()
  return ({ id }) =>
    guests.all
      .filter(({ from_image, media_source }) => from_image === id || media_source === id)
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
}
