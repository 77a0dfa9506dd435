import type { AddressPool } from '@shared/contract/address-pool'
import { batchOperations } from '@shared/contract/batch'
import type { ComputePool } from '@shared/contract/compute-pool'
import { Name, Tag } from '@shared/contract/common'
import { CloudInit, EthernetAddress } from '@shared/contract/guest'
import type { Template } from '@shared/contract/template'
import type { CellStatus } from '@shared/contract/status'
import { parseIPv4 } from '@shared/rules/address-rules'
import { batchName } from '@shared/rules/batch-names'
import { formatBytes } from '@shared/text/bytes'
import { computed, type ComputedRef, type Ref } from 'vue'
import { useCheck } from '@/composables/use-check'
import { useErrorText } from '@/composables/use-error-text'
import { useTexts } from '@/composables/use-texts'
import { useGuests } from '@/stores/guests'
import { usePortCheck } from '../forwarded-ports'
import { clonedBy, cloudInitOf, isBatch, type NewGuestForm } from './new-guest-form'

interface Place {
  readonly pool: Ref<ComputePool | undefined>
  /** Names of the cells that would take a new guest. */
  readonly candidates: Ref<readonly string[]>
  readonly rooms: Ref<readonly CellStatus[]>
  readonly addresses: Ref<AddressPool | undefined>
  readonly template: Ref<Template | undefined>
}

/** What is wrong with each part of the form, in words; '' for nothing. */
export type Wrong = Readonly<
  Record<
    | 'name'
    | 'count'
    | 'source'
    | 'cores'
    | 'pool'
    | 'place'
    | 'address'
    | 'mac'
    | 'ports'
    | 'template'
    | 'login'
    | 'tags',
    string
  >
>

/** Checks new guests while they are described, with the contract's schemas and what is known of the fleet. */
export function useNewGuestChecks(form: NewGuestForm, place: Place): ComputedRef<Wrong> {
  const { t } = useTexts()
  const check = useCheck()
  const errors = useErrorText()
  const guests = useGuests()
  const portProblems = usePortCheck()

  /** Living guests of a pool hold their names. */
  const takenNames = computed(
    () => new Set(guests.all.filter(({ pool, error }) => pool === form.pool && error === '').map(({ name }) => name))
  )
  const wrongName = (): string => {
    // Nothing is wrong with what was not typed yet.
    if (form.name === '') return ''
    if (!isBatch(form))
      return takenNames.value.has(form.name) ? t('createGuest.nameTaken', { pool: form.pool }) : check(Name, form.name)
    const problem = check(batchOperations.createGuests.input.shape.name_prefix, form.name)
    if (problem !== '' || form.nameRule !== 'order') return problem
    const taken = Array.from({ length: form.count ?? 0 }, (_, n) => batchName(form.name, n)).find((name) =>
      takenNames.value.has(name)
    )
    return taken === undefined ? '' : errors.whyNot('GUEST_NAME_TAKEN', { name: taken, pool: form.pool })
  }

  const wrongPlace = (): string => {
    if (place.candidates.value.length === 0) return t('createGuest.noCell')
    const disk = form.disks.reduce((sum, size) => sum + size, 0)
    const known = place.rooms.value
    if (known.length === 0) return ''
    const most = (read: (room: CellStatus) => number) => {
      const room = known.reduce((best, next) => (read(next) > read(best) ? next : best))
      return { cell: room.name, free: read(room), size: formatBytes(read(room)) }
    }
    const [memory, room] = [most((cell) => cell.available_memory), most((cell) => cell.available_disk)]
    const short = [
      ...(memory.free < form.memory ? [t('createGuest.noMemory', memory)] : []),
      ...(room.free < disk ? [t('createGuest.noDisk', room)] : [])
    ]
    if (short.length > 0) return short.join(' ')
    // Each copy takes room of its own; a linked clone takes it only with time.
    const fits = known.reduce((sum, { available_disk }) => sum + Math.floor(available_disk / disk), 0)
    return form.clone === 'full' && clonedBy(form) !== '' && fits < (form.count ?? 1)
      ? t('createGuest.noRoomForAll', { n: fits })
      : ''
  }

  const wrongAddress = (): string => {
    const network = place.pool.value?.network ?? ''
    if (network === '' && (form.address !== '' || (isBatch(form) && form.nameRule === 'address')))
      return t('createGuest.noNetwork', { pool: form.pool })
    if (form.address !== '' && parseIPv4(form.address) === undefined) return t('createGuest.badAddress')
    const { addresses } = place
    if (!addresses.value) return ''
    const left = addresses.value.addresses - addresses.value.allocated
    if (left === 0) return errors.whyNot('NO_ADDRESS_LEFT', { pool: network })
    return left < (form.count ?? 1) ? t('createGuest.fewAddresses', { n: left, pool: network }) : ''
  }

  const wrongLogin = (): string => {
    if (!form.cloudInit) return ''
    if (place.template.value?.operating_system === 'windows') return t('createGuest.loginLinux')
    if (form.login.how === 'yaml' && form.login.user_data.trim() === '') return t('createGuest.noYaml')
    return check(CloudInit, cloudInitOf(form.login))
  }

  return computed(() => ({
    name: wrongName(),
    count: form.count === null ? t('checks.needed') : '',
    source: isBatch(form) && form.source === 'iso' ? t('createGuest.oneOnlyIso') : '',
    cores: form.cores === null ? t('checks.needed') : '',
    pool: place.pool.value?.enabled === false ? t('createGuest.poolDisabled') : '',
    place: wrongPlace(),
    address: wrongAddress(),
    mac: isBatch(form) || form.mac === '' ? '' : check(EthernetAddress, form.mac),
    ports: isBatch(form) ? '' : (portProblems(form.ports, {}).find((text) => text !== '') ?? ''),
    template: place.template.value?.control === 'spice' ? t('createGuest.onlyVnc') : '',
    login: wrongLogin(),
    tags: form.tags.map((tag) => check(Tag, tag)).find((text) => text !== '') ?? ''
  }))
}
