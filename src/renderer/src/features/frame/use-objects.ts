import { useRouter, type RouteLocationRaw } from 'vue-router'
import type { IconName } from '@/components/icons'
import type { TextKey } from '@/i18n'
import { useTexts } from '@/composables/use-texts'
import { useAccounts } from '@/stores/accounts'
import { useAddressPools } from '@/stores/address-pools'
import { useCells } from '@/stores/cells'
import { useGuests } from '@/stores/guests'
import { useDiskImages, useMediaImages } from '@/stores/images'
import { usePools } from '@/stores/pools'
import { useStoragePools } from '@/stores/storage-pools'
import type { Command } from './use-commands'

/** Things of one kind with their names, and where one of them is shown. */
interface Kind {
  readonly title: TextKey
  readonly icon: IconName
  readonly all: () => readonly { readonly id: string; readonly name: string }[]
  readonly placeOf: (id: string) => RouteLocationRaw
}

const SHOWN = 8

/** Finds guests, cells, pools, images and users by their names. */
export function useObjects(): (text: string) => Command[] {
  const { t } = useTexts()
  const router = useRouter()
  const accounts = useAccounts()
  const beside =
    (name: string, query: Record<string, string> = {}) =>
    (show: string): RouteLocationRaw => ({
      name,
      query: { ...query, show }
    })
  const named = (store: { readonly all: readonly { readonly name: string }[] }) => () =>
    store.all.map(({ name }) => ({ id: name, name }))
  const [guests, disks, media] = [useGuests(), useDiskImages(), useMediaImages()]
  const kinds: readonly Kind[] = [
    {
      ...{ title: 'guests.title', icon: 'guests', all: () => guests.all },
      placeOf: (id) => ({ name: 'guest', params: { id } })
    },
    { title: 'computePools.title', icon: 'pools', all: named(usePools()), placeOf: beside('compute-pools') },
    { title: 'cells.title', icon: 'cells', all: named(useCells()), placeOf: beside('cells') },
    { title: 'storagePools.title', icon: 'storage', all: named(useStoragePools()), placeOf: beside('storage-pools') },
    { title: 'addressPools.title', icon: 'address', all: named(useAddressPools()), placeOf: beside('address-pools') },
    { title: 'images.title', icon: 'images', all: () => disks.all, placeOf: beside('images', { kind: 'disk' }) },
    { title: 'images.title', icon: 'images', all: () => media.all, placeOf: beside('images', { kind: 'media' }) },
    {
      ...{ title: 'users.title', icon: 'users', all: () => accounts.all.users.map(({ name }) => ({ id: name, name })) },
      placeOf: beside('users', { tab: 'users' })
    }
  ]
  return (text) =>
    kinds.flatMap(({ title, icon, all, placeOf }) =>
      all()
        .filter(({ name }) => name.toLowerCase().includes(text))
        .slice(0, SHOWN)
        .map(({ id, name }) => ({
          ...{ id: `${title} ${id}`, group: t(title), icon, title: name },
          run: () => router.push(placeOf(id))
        }))
    )
}
