import { computed, reactive, watch } from 'vue'
import { useAddressPools } from '@/stores/address-pools'
import { useCells } from '@/stores/cells'
import { useGuests } from '@/stores/guests'
import { useDiskImages, useMediaImages } from '@/stores/images'
import { usePools } from '@/stores/pools'
import { useSession } from '@/stores/session'
import { useTemplate, useTemplates } from '@/stores/templates'
import { clonedBy, isBatch, LEAST_DISK, MOST_DISKS, plainForm } from './new-guest-form'
import { useNewGuestChecks } from './new-guest-checks'

const GiB = 2 ** 30

/** A new guest while it is being described: the form, what is wrong with it, and where it would go. */
export function useNewGuest() {
  const [guests, pools, cells, templates] = [useGuests(), usePools(), useCells(), useTemplates()]
  const [diskImages, mediaImages, addressPools] = [useDiskImages(), useMediaImages(), useAddressPools()]
  const session = useSession()
  const form = reactive(plainForm())

  const images = computed(() => diskImages.all.filter(({ created }) => created))
  const media = computed(() => mediaImages.all.filter(({ created }) => created))
  const image = computed(() => images.value.find(({ id }) => id === clonedBy(form)))
  const medium = computed(() => (form.source === 'iso' ? media.value.find(({ id }) => id === form.media) : undefined))
  const pool = computed(() => pools.all.find(({ name }) => name === form.pool))
  const candidates = computed(() =>
    cells.all.filter((cell) => cell.pool === form.pool && cell.enabled && cell.alive).map(({ name }) => name)
  )
  const rooms = computed(() =>
    (form.cell === '' ? candidates.value : [form.cell]).flatMap((name) => cells.statusOf.get(name) ?? [])
  )
  const addresses = computed(() => addressPools.byId.get(pool.value?.network ?? ''))
  const template = useTemplate(() => form.template)

  // The first choice there is, once it is known; a person's own choice stays.
  watch(images, ([first]) => (form.image ||= first?.id ?? ''), { immediate: true })
  watch(media, ([first]) => (form.media ||= first?.id ?? ''), { immediate: true })
  watch(image, (chosen) => {
    if (chosen) form.disks[0] = Math.max(form.disks[0] ?? 0, chosen.virtual_size)
  })
  watch(
    () => form.pool,
    () => (form.cell = '')
  )

  const leastDisk = computed(() => Math.max(image.value?.virtual_size ?? 0, LEAST_DISK))
  const wrong = useNewGuestChecks(form, { pool, candidates, rooms, addresses, template })
  const hasSource = computed(() => form.source === 'empty' || (image.value ?? medium.value) !== undefined)
  const complete = computed(
    () => form.name !== '' && hasSource.value && Object.values(wrong.value).every((text) => text === '')
  )
  const many = computed(() => isBatch(form))

  const load = async (): Promise<void> => {
    const mayKnow = session.may('address_pool:read') ? [addressPools] : []
    const mayChoose = session.may('template:read') ? [templates] : []
    const kept = [guests, pools, cells, diskImages, mediaImages, ...mayKnow, ...mayChoose]
    await Promise.all(kept.filter(({ loaded }) => !loaded).map((store) => store.load()))
    await cells.loadStatus()
    if (!pool.value) form.pool = pools.all[0]?.name ?? ''
    if (!templates.byId.has(form.template)) form.template = templates.all[0]?.id ?? form.template
    form.name ||= firstFree(guests.all.map(({ name }) => name))
  }
  const addDisk = (): void => {
    if (form.disks.length < MOST_DISKS) form.disks.push(10 * GiB)
  }

  return {
    ...{ form, images, media, image, medium, pool, candidates, rooms, addresses, template, leastDisk },
    ...{ wrong, complete, many, load, addDisk }
  }
}
export type NewGuestDraft = ReturnType<typeof useNewGuest>

/** `guest-1`, or the first that nobody has. */
function firstFree(taken: readonly string[]): string {
  const names = new Set(taken)
  for (let number = 1; ; number++) if (!names.has(`guest-${number}`)) return `guest-${number}`
}
