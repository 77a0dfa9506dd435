import { menus, permissionsOf } from '@shared/contract/permissions'
import type { Cell } from '@shared/contract/cell'
import type { ComputePool } from '@shared/contract/compute-pool'
import type { Guest } from '@shared/contract/guest'
import type { Image } from '@shared/contract/image'
import { unlimited } from '@shared/contract/qos'
import type { HostCheck } from '@shared/contract/system'
import type { Session } from '@shared/contract/session'
import type { Accounts } from '@shared/contract/user'
import type { Task } from '@shared/contract/task'
import type { Answers } from './fake-core'

const nowhere = { network_address: '', display_address: '', allocated_address: '' }

export const aGuest = (patch: Partial<Guest> = {}): Guest => ({
  ...{ id: 'g1', name: 'web-1', created: true, progress: 0, running: false, lost: false, error: '', owner: 'ada' },
  ...{ group: 'admin', pool: 'default', cell: 'local', host: '', cores: 2, memory: 2 ** 32, total_disk: 2 ** 33 },
  started_with: { cores: patch.cores ?? 2, memory: patch.memory ?? 2 ** 32 },
  ...{ disks: [2 ** 33], auto_start: false, system: 'linux', system_version: 'general', from_image: '', clone: 'full' },
  ...{ ethernet_address: '00:16:3e:00:00:01', display_protocol: 'vnc', internal: nowhere, external: nowhere },
  ...{ create_time: '2026-01-02 03:04:05', media_attached: false, media_source: '', tags: [], revision: 1 },
  ...{ template: 'general', modules: [], qos: unlimited, ports: [], snapshots: 0, migrating: false },
  ...patch
})

export const anImage = (patch: Partial<Image> = {}): Image => ({
  ...{ id: 'i1', name: 'base', owner: 'ada', group: 'admin', description: '', tags: [], size: 2 ** 20 },
  ...{
    format: 'qcow2',
    virtual_size: 2 ** 32,
    created: true,
    progress: 0,
    received: 0,
    checksum: '',
    error: '',
    revision: 1
  },
  ...{ create_time: '2026-01-02 03:04:05', modify_time: '2026-01-02 03:04:06' },
  ...patch
})

export const aTask = (patch: Partial<Task> = {}): Task => ({
  ...{ id: 't1', operation: 'guest.create', subject: 'g1', title: 'web-1', user: 'ada', state: 'running' },
  ...{ progress: 0.4, message: '', error: '', start_time: '2026-01-02 03:04:05', end_time: '', revision: 1 },
  ...patch
})

export const aCell = (patch: Partial<Cell> = {}): Cell => ({
  ...{ name: 'local', pool: 'default', address: '192.0.2.2', enabled: true, alive: true, driver: 'qemu' },
  ...{ version: '7.2', acceleration: { accelerator: 'kvm', cpu_model: 'host', reason: '' }, message: '', revision: 1 },
  offers: ['snapshots', 'agent', 'storage'],
  ...patch
})

export const aPool = (patch: Partial<ComputePool> = {}): ComputePool => ({
  ...{ name: 'default', enabled: true, cells: 1, network: '', network_mode: 'plain', storage: '', failover: false },
  ...patch
})

export const aSession = (patch: Partial<Session> = {}): Session => ({
  ...{ session: 's1', user: 'ada', group: 'admin', address: '', timeout: 180, menu: [...menus], resource: [] },
  permissions: [...permissionsOf(menus)],
  ...patch
})

/** `ada` looks after everything; `eve` uses guests; `ivo` is in no group. */
export const someAccounts = (patch: Partial<Accounts> = {}): Accounts => ({
  users: [
    { name: 'ada', nick: 'Ada', mail: 'ada@example.org', group: 'admin' },
    { name: 'eve', nick: '', mail: '', group: 'course' },
    { name: 'ivo', nick: '', mail: '', group: '' }
  ],
  groups: [
    { name: 'admin', display: 'Administrators', role: ['super'], member: ['ada'] },
    { name: 'course', display: 'Course', role: ['operator'], member: ['eve'] },
    { name: 'empty', display: '', role: [], member: [] }
  ],
  roles: [
    { name: 'operator', menu: ['instance'] },
    { name: 'spare', menu: ['log'] },
    { name: 'super', menu: [...menus] }
  ],
  revision: 1,
  ...patch
})

export const checks: HostCheck[] = [
  {
    subject: 'processor',
    state: 'fix',
    code: 'accelerator_forbidden',
    details: { reason: 'permission denied: /dev/kvm' },
    command: 'sudo usermod -aG kvm "$USER"'
  },
  { subject: 'qemu', state: 'fine', code: 'qemu_found', details: { version: '7.2' }, command: '' },
  { subject: 'memory', state: 'know', code: 'memory_low', details: { available: 2 ** 30, total: 2 ** 33 }, command: '' }
]

/** A core with one pool, one cell and nothing else, at which `ada` is signed in. */
export const quietCore = (): Answers => ({
  'system.get': () => ({ ready: true, version: '1', max_cores: 8, max_memory: 32, max_disk: 64 }),
  'session.current': () => ({ session: aSession() }),
  'session.remove': () => ({}),
  'guest.page': ({ limit, offset }: { limit: number; offset: number }) => ({ result: [], total: 0, limit, offset }),
  'computePool.list': () => [aPool()],
  'cell.hosts': () => [aCell()],
  'storagePool.list': () => [],
  'addressPool.list': () => [],
  'status.pools': () => [],
  'status.cells': () => [],
  'diskImage.search': () => [],
  'mediaImage.list': () => [],
  'task.list': () => [],
  'template.list': () => [],
  'instance.sample': () => []
})
