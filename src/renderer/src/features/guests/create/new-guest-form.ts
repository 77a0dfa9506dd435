import type { z } from 'zod'
import type { batchOperations } from '@shared/contract/batch'
import type { Module, NewGuest, SystemVersion } from '@shared/contract/guest'
import { SystemVersion as firstTemplates } from '@shared/contract/guest'
import { unlimited, type Qos } from '@shared/contract/qos'
import { forwardOf, type PortDraft } from '../forwarded-ports'

export type Source = 'image' | 'iso' | 'disk' | 'empty'
export type NameRule = 'order' | 'MAC' | 'address'

const GiB = 2 ** 30
export const LEAST_MEMORY = 2 ** 20
export const LEAST_DISK = 2 ** 20
export const MOST_DISKS = 16
export const MOST_GUESTS = 10_000

/** What cloud-init is to do, as it is typed; keys one per line. */
export interface LoginForm {
  how: 'form' | 'yaml'
  admin_name: string
  admin_secret: string
  root_enabled: boolean
  data_path: string
  keys: string
  user_data: string
}

/** What a person has chosen for new guests so far; sizes in bytes. */
export interface NewGuestForm {
  source: Source
  image: string
  clone: 'linked' | 'full'
  media: string
  /** The image that a file of this computer became. */
  disk: string
  /** Of one guest; of several it is what their names begin with. */
  name: string
  /** An emptied field is null. */
  count: number | null
  nameRule: NameRule
  pool: string
  /** '' lets placement choose. */
  cell: string
  cores: number | null
  memory: number
  /** The first is the system disk. */
  disks: number[]
  /** The id of a template. */
  template: string
  autoStart: boolean
  agent: boolean
  cloudInit: boolean
  login: LoginForm
  /** '' takes any that is free. */
  address: string
  mac: string
  ports: PortDraft[]
  qos: Qos
  tags: string[]
}

/** What stands in the form before anybody types. */
export const plainForm = (): NewGuestForm => ({
  ...{ source: 'image', image: '', clone: 'linked', media: '', disk: '', name: '', count: 1, nameRule: 'order' },
  ...{ pool: 'default', cell: '', cores: 1, memory: GiB, disks: [10 * GiB], template: 'general', autoStart: false },
  ...{ agent: false, cloudInit: false, address: '', mac: '', ports: [], qos: { ...unlimited }, tags: [] },
  login: {
    ...{ how: 'form', admin_name: '', admin_secret: '', root_enabled: true, data_path: '/opt/data' },
    ...{ keys: '', user_data: '' }
  }
})

/** The image that is cloned; '' for none. */
export const clonedBy = ({ source, image, disk }: Pick<NewGuestForm, 'source' | 'image' | 'disk'>): string =>
  source === 'image' ? image : source === 'disk' ? disk : ''
export const isBatch = ({ count }: Pick<NewGuestForm, 'count'>): boolean => (count ?? 1) > 1
export const keysOf = ({ keys }: Pick<LoginForm, 'keys'>): string[] =>
  keys
    .split('\n')
    .map((key) => key.trim())
    .filter((key) => key !== '')

/** What of a login is sent: the fields, or the YAML in their place. */
export const cloudInitOf = ({ how, admin_name, admin_secret, root_enabled, data_path, ...rest }: LoginForm) =>
  how === 'yaml'
    ? { user_data: rest.user_data }
    : { admin_name, admin_secret, root_enabled, data_path, ssh_keys: keysOf(rest) }

type Input = z.input<typeof NewGuest>
type BatchInput = z.input<typeof batchOperations.createGuests.input>

/** What one guest and many alike have in common. */
function settingsOf(form: NewGuestForm, start: boolean): Omit<BatchInput, 'name_prefix' | 'count' | 'name_rule'> {
  const first: SystemVersion | undefined = firstTemplates.safeParse(form.template).data
  const modules: Module[] = [
    ...(form.agent ? (['qemu'] as const) : []),
    ...(form.cloudInit ? (['cloud-init'] as const) : [])
  ]
  return {
    pool: form.pool,
    ...(form.cell && { cell: form.cell }),
    cores: form.cores ?? 1,
    memory: form.memory,
    disks: [...form.disks],
    auto_start: form.autoStart,
    start,
    ...(first ? { system_version: first } : { template: form.template }),
    ...(clonedBy(form) && { from_image: clonedBy(form), clone: form.clone }),
    modules,
    ...(form.cloudInit && { cloud_init: cloudInitOf(form.login) }),
    qos: { ...form.qos },
    tags: [...form.tags]
  }
}

/** The order for one guest. */
export const orderOf = (form: NewGuestForm, start: boolean): Input => ({
  ...settingsOf(form, start),
  name: form.name,
  ...(form.source === 'iso' && { from_media: form.media }),
  ...(form.mac && { ethernet_address: form.mac }),
  ...(form.address && { network_address: form.address }),
  ports: form.ports.flatMap((draft) => forwardOf(draft) ?? [])
})

/** The order for many alike. */
export const batchOrderOf = (form: NewGuestForm, start: boolean): BatchInput => ({
  ...settingsOf(form, start),
  name_prefix: form.name,
  name_rule: form.nameRule,
  count: form.count ?? 1
})
