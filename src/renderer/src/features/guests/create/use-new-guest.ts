import type { z } from 'zod'
import { Name, Tag } from '@shared/contract/common'
import type { CellStatus } from '@shared/contract/status'
import { EthernetAddress, type NewGuest, type SystemVersion } from '@shared/contract/guest'
import { computed, reactive, watch } from 'vue'
import { useCheck } from '@/composables/use-check'
import { useTexts } from '@/composables/use-texts'
import { useCells } from '@/stores/cells'
import { useGuests } from '@/stores/guests'
import { useDiskImages, useMediaImages } from '@/stores/images'
import { usePools } from '@/stores/pools'

export type Source = 'image' | 'iso' | 'empty'
type Input = z.input<typeof NewGuest>

const GiB = 2 ** 30
export const LEAST_MEMORY = 2 ** 20
export const LEAST_DISK = 2 ** 20
const MOST_DISKS = 16

/** What a person has chosen for a new guest so far; sizes in bytes. */
export interface NewGuestForm {
  source: Source
  image: string
  clone: 'linked' | 'full'
  media: string
  name: string
  pool: string
  /** '' lets placement choose. */
  cell: string
  cores: number
  memory: number
  /** The first is the system disk. */
  disks: number[]
  version: SystemVersion
  autoStart: boolean
  mac: string
  tags: string[]
}

/** A new guest while it is being described: the form, what is wrong with it, where it would go, and what to order. */
export function useNewGuest() {
  const { t } = useTexts()
  const check = useCheck()
  const [guests, pools, cells] = [useGuests(), usePools(), useCells()]
  const [diskImages, mediaImages] = [useDiskImages(), useMediaImages()]

  const form = reactive<NewGuestForm>({
    source: 'image',
    image: '',
    clone: 'linked',
    media: '',
    name: '',
    pool: 'default',
    cell: '',
    cores: 1,
    memory: GiB,
    disks: [10 * GiB],
    version: 'general',
    autoStart: false,
    mac: '',
    tags: []
  })

  const images = computed(() => diskImages.all.filter(({ created }) => created))
  const media = computed(() => mediaImages.all.filter(({ created }) => created))
  const image = computed(() => (form.source === 'image' ? images.value.find(({ id }) => id === form.image) : undefined))
  const medium = computed(() => (form.source === 'iso' ? media.value.find(({ id }) => id === form.media) : undefined))
  const candidates = computed(() => candidatesOf(cells.all, form.pool))
  const rooms = computed(() => roomsOf(cells.statusOf, form.cell === '' ? candidates.value : [form.cell]))

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

  const isClosed = computed(() => pools.all.some(({ name, enabled }) => name === form.pool && !enabled))
  const leastDisk = computed(() => Math.max(image.value?.virtual_size ?? 0, LEAST_DISK))
  const wrong = computed(() => {
    const taken = guests.all.some(({ pool, name, error }) => pool === form.pool && name === form.name && error === '')
    const badTag = form.tags.map((tag) => check(Tag, tag)).find((text) => text !== '')
    return {
      // Nothing is wrong with what was not typed yet.
      name: form.name === '' ? '' : taken ? t('createGuest.nameTaken', { pool: form.pool }) : check(Name, form.name),
      mac: form.mac === '' ? '' : check(EthernetAddress, form.mac),
      tags: badTag ?? '',
      pool: isClosed.value ? t('createGuest.poolDisabled') : '',
      place: placeProblem()
    }
  })

  function placeProblem(): string {
    if (candidates.value.length === 0) return t('createGuest.noCell')
    const disk = form.disks.reduce((sum, size) => sum + size, 0)
    const known = rooms.value
    if (known.length === 0) return ''
    if (known.every(({ available_memory }) => available_memory < form.memory))
      return t('createGuest.noRoom', { what: t('createGuest.memory') })
    return known.every(({ available_disk }) => available_disk < disk)
      ? t('createGuest.noRoom', { what: t('createGuest.disks') })
      : ''
  }

  const hasSource = computed(
    () => form.source === 'empty' || (form.source === 'image' ? image.value : medium.value) !== undefined
  )
  const complete = computed(
    () => form.name !== '' && hasSource.value && Object.values(wrong.value).every((text) => text === '')
  )

  const input = (start: boolean): Input => ({
    name: form.name,
    pool: form.pool,
    ...(form.cell && { cell: form.cell }),
    cores: form.cores,
    memory: form.memory,
    disks: [...form.disks],
    auto_start: form.autoStart,
    start,
    system_version: form.version,
    ...(image.value && { from_image: image.value.id, clone: form.clone }),
    ...(medium.value && { from_media: medium.value.id }),
    ...(form.mac && { ethernet_address: form.mac }),
    tags: [...form.tags]
  })

  const load = async (): Promise<void> => {
    const kept = [guests, pools, cells, diskImages, mediaImages]
    await Promise.all(kept.filter(({ loaded }) => !loaded).map((store) => store.load()))
    await cells.loadStatus()
    if (!pools.all.some(({ name }) => name === form.pool)) form.pool = pools.all[0]?.name ?? ''
    form.name ||= firstFree(guests.all.map(({ name }) => name))
  }
  const addDisk = (): void => {
    if (form.disks.length < MOST_DISKS) form.disks.push(10 * GiB)
  }

  return { form, images, media, image, medium, candidates, rooms, leastDisk, wrong, complete, input, load, addDisk }
}
export type NewGuestDraft = ReturnType<typeof useNewGuest>

/** The cells of a pool that would take a new guest. */
const candidatesOf = (
  cells: readonly {
    readonly name: string
    readonly pool: string
    readonly enabled: boolean
    readonly alive: boolean
  }[],
  pool: string
): string[] => cells.filter((cell) => cell.pool === pool && cell.enabled && cell.alive).map(({ name }) => name)

const roomsOf = (statusOf: ReadonlyMap<string, CellStatus>, names: readonly string[]): CellStatus[] =>
  names.flatMap((name) => statusOf.get(name) ?? [])

/** `guest-1`, or the first that nobody has. */
function firstFree(taken: readonly string[]): string {
  const names = new Set(taken)
  for (let number = 1; ; number++) if (!names.has(`guest-${number}`)) return `guest-${number}`
}
