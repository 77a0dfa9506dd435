import { randomBytes, randomUUID } from 'node:crypto'
import { fail } from '@shared/contract/errors'
import { CloudInit, SystemVersion, type NewGuest } from '@shared/contract/guest'
import type { TemplateSettings } from '@shared/contract/template'
import { limitsOf } from '@shared/rules/limits'
import { devicesOf, firstTemplates } from '@shared/rules/system-versions'
import { localTime } from '@shared/text/time'
import type { Caller } from '@main/kernel/call'
import type { Clock } from '@main/kernel/clock'
import { plainGuest, type GuestRecord } from '@main/store/repositories/guest-repository'
import type { TemplateRepository } from '@main/store/repositories/template-repository'
import { newSecret } from './secrets'

/** VNC looks at no more characters (api/semantics 6.3). */
export const MONITOR_SECRET = 8
/** Of a password that nobody chose. */
export const PASSWORD = 10

interface Place {
  readonly pool: string
  readonly caller: Caller
}

/** The record of a guest that somebody wants, complete but for its cell and its address. Refuses what does not go together. */
export function newGuest(
  { templates, clock }: { readonly templates: TemplateRepository; readonly clock: Clock },
  wanted: NewGuest,
  { pool, caller }: Place
): GuestRecord {
  const id = randomUUID()
  const [template, settings] = templateOf(templates, wanted)
  if (settings.control !== 'vnc')
    fail('INPUT_INVALID', { issues: [`template: "${settings.name}" wants SPICE; screens are shown by VNC only`] })
  const system = wanted.system ?? settings.operating_system
  const cloud_init = cloudInitOf(wanted, { id, system, admin: settings.admin })
  // User-data of the guest's own may make any account.
  const account = cloud_init?.user_data === '' ? cloud_init : undefined
  return {
    ...plainGuest,
    id,
    name: wanted.name,
    created: false,
    error: '',
    owner: wanted.owner || caller.user,
    group: wanted.group || caller.group,
    pool,
    cell: '',
    cores: wanted.cores,
    memory: wanted.memory,
    disks: wanted.disks,
    auto_start: wanted.auto_start,
    system,
    system_version: SystemVersion.safeParse(template).data ?? 'general',
    template,
    devices: devicesOf(settings),
    modules: [...new Set(wanted.modules)],
    cloud_init,
    qos: limitsOf(wanted),
    ports: wanted.ports,
    from_image: wanted.from_image ?? '',
    clone: wanted.clone,
    ethernet_address: wanted.ethernet_address ?? newEthernetAddress(),
    allocated_address: '',
    monitor_secret: newSecret(MONITOR_SECRET),
    auth_user: account?.admin_name ?? '',
    auth_password: account?.admin_secret ?? '',
    tags: wanted.tags,
    create_time: localTime(clock.now())
  }
}

/** The five words mean a template even where somebody has deleted it. */
function templateOf(
  templates: TemplateRepository,
  { template, system_version }: NewGuest
): [id: string, settings: TemplateSettings] {
  if (template === undefined) return [system_version, templates.find(system_version) ?? firstTemplates[system_version]]
  return [template, templates.find(template) ?? fail('TEMPLATE_NOT_FOUND', { id: template })]
}

/** Nano's own clients send `cloud_init` only with its module; alone it would do nothing, so it is refused. */
function cloudInitOf(
  { modules, cloud_init }: NewGuest,
  { id, system, admin }: { readonly id: string; readonly system: string; readonly admin: string }
): GuestRecord['cloud_init'] {
  const refuse = (issue: string): never => fail('INPUT_INVALID', { issues: [issue] })
  if (!modules.includes('cloud-init'))
    return cloud_init && refuse('cloud_init: this needs "cloud-init" among the modules')
  if (system !== 'linux') refuse('modules: "cloud-init" is for guests whose system is linux')
  const asked = cloud_init ?? CloudInit.parse({})
  const admin_name = asked.admin_name || admin
  if (!CloudInit.shape.admin_name.safeParse(admin_name).success)
    refuse(`cloud_init.admin_name: the template's "${admin_name}" cannot be the name of an account; write another`)
  return { ...asked, instance_id: id, admin_name, admin_secret: asked.admin_secret || newSecret(PASSWORD) }
}

/** The prefix is the API's (api/semantics 2.8.0). */
export function newEthernetAddress(): string {
  return ['00', '16', '3e', ...[...randomBytes(3)].map((byte) => byte.toString(16).padStart(2, '0'))].join(':')
}
