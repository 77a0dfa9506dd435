import { onScopeDispose } from 'vue'
import { useAddressPools } from '@/stores/address-pools'
import { useCells } from '@/stores/cells'
import { useGuests } from '@/stores/guests'
import { useDiskImages, useMediaImages } from '@/stores/images'
import { usePools } from '@/stores/pools'
import { useSession } from '@/stores/session'
import { useStoragePools } from '@/stores/storage-pools'
import { useTasks } from '@/stores/tasks'
import { useTemplates } from '@/stores/templates'

/** Loads what the signed-in user may see, and forgets it when the user leaves. */
export function useFleet(): void {
  const { may } = useSession()
  const wanted = [
    may('guest:read') && useGuests(),
    may('compute_pool:read') && usePools(),
    may('compute_pool:read') && useCells(),
    may('storage_pool:read') && useStoragePools(),
    may('address_pool:read') && useAddressPools(),
    may('image:read') && useDiskImages(),
    may('media:read') && useMediaImages(),
    may('template:read') && useTemplates(),
    may('task:read') && useTasks()
  ].filter((store) => store !== false)

  for (const store of wanted) void store.load()
  onScopeDispose(() => {
    for (const store of wanted) store.clear()
  })
}
