import type { Client } from '@shared/contract'
import type { LogEntry } from '@shared/contract/log'
import type { ServedWorld } from '../support/served-world'
import { until } from '../support/until'
import * as shapes from './api-shapes'
import type { Shape } from './api-shapes'

type Input = Readonly<Record<string, unknown>>

/** One line of the table of the API's 87 (api/semantics 2.0). */
export interface Row {
  readonly line: number
  /** As newer clients write it: `GET /guests/{id}`. */
  readonly route: string
  /** As the first ones do, where that differs. */
  readonly seed?: string
  readonly operation: string
  /** Makes ready what is needed and gives an input that is accepted; `n` differs each time. */
  good(table: Table, n: string): Promise<Input> | Input
  readonly status?: number
  readonly answer: Shape
  /** An input that is refused, with the number of the refusal. */
  readonly bad?: { readonly input: Input; readonly code: number; readonly session?: string }
}

const GiB = 2 ** 30
const nobody = '00000000-0000-4000-8000-000000000000'
const inDefault = { pool: 'default' }
const noPool = { input: { pool: 'none' }, code: 404 }
const noGuest = (more: Input = {}) => ({ input: { id: nobody, ...more }, code: 404 })
const noCell = { input: { pool: 'default', cell: 'none' }, code: 404 }
const noRole = { input: { role: 'none' }, code: 404 }
const noGroup = { input: { group: 'none' }, code: 404 }
const noUser = { input: { user: 'none' }, code: 404 }
const noSession = { input: { id: nobody }, code: 401 }
const noRange = { input: { pool: 'none', type: 'internal', start: '10.1.0.1' }, code: 404 }
const firstRange = { type: 'internal', start: '10.1.0.1' }
const auth = { user: 'string', password: 'string' } as const
const simulated = { kind: 'simulated', seed: 3, cores: 16, memory: 64 * GiB, disk: 1024 * GiB } as const

/** The application under test, with ways to make what a row needs. */
export class Table {
  readonly served: ServedWorld
  readonly client: Client
  #image = ''
  #media = ''

  /** What is made is made by this client: the administrator's, unless another is given. */
  constructor(served: ServedWorld, client = served.world.client) {
    this.served = served
    this.client = client
  }

  /** A guest that is whole. */
  async guest(name: string, more: Input = {}): Promise<string> {
    const wanted = { name: `guest-${name}`, cores: 1, memory: GiB, disks: [2 * GiB, GiB], modules: ['qemu' as const] }
    const task = await this.client.guest.create({ ...wanted, ...more })
    const ended = await this.served.world.ended(task)
    if (ended.state !== 'done') throw new Error(ended.error)
    return ended.subject
  }

  running = (name: string, more: Input = {}): Promise<string> => this.guest(name, { start: true, ...more })

  /** The id of a note of its own in the log. */
  async logEntry(): Promise<string> {
    await this.client.log.create({ content: 'a note' })
    const logs = (await this.client.log.list({ format: 'array' })) as LogEntry[]
    return logs.find(({ operation }) => operation === 'log.create')?.id ?? ''
  }

  /** A disk image with its file. */
  async image(): Promise<string> {
    if (this.#image === '') {
      this.#image = (await this.client.diskImage.create({ name: 'base' })).id
      await this.served.ask(`POST /disk_images/${this.#image}/file/`, { body: Buffer.alloc(1 << 20) })
    }
    return this.#image
  }

  /** A media image with its file: no more than what tells an ISO 9660 image (ECMA-119, 7.1). */
  async media(): Promise<string> {
    if (this.#media === '') {
      this.#media = (await this.client.mediaImage.create({ name: 'disc' })).id
      await this.served.ask(`POST /media_images/${this.#media}/file/`, { body: isoBytes() })
    }
    return this.#media
  }

  async cell(name: string): Promise<string> {
    await this.client.cell.register({ name: `cell-${name}`, connection: simulated })
    return `cell-${name}`
  }

  async computePool(name: string, more: Input = {}): Promise<string> {
    await this.client.computePool.create({ pool: `pool-${name}`, ...more })
    return `pool-${name}`
  }

  async storagePool(name: string): Promise<string> {
    await this.client.storagePool.create({ pool: `nfs-${name}`, type: 'nfs', host: 'nfs.example.org', target: '/srv' })
    return `nfs-${name}`
  }

  async addressPool(name: string, octet = '0'): Promise<string> {
    const made = `net-${name}`
    await this.client.addressPool.create({ pool: made, gateway: `10.1.${octet}.254` })
    const range = { start: `10.1.${octet}.1`, end: `10.1.${octet}.9`, netmask: '255.255.255.0' }
    await this.client.addressPool.addRange({ pool: made, type: 'internal', ...range })
    return made
  }

  /** A pool of two cells with shared storage, and a guest in the first. */
  async shared(n: string) {
    const storage = await this.storagePool(`for-${n}`)
    const cells = [await this.cell(`${n}-a`), await this.cell(`${n}-b`)]
    const made = await this.computePool(`for-${n}`, { storage, cells })
    const id = await this.guest(`moved-${n}`, { pool: made, cell: cells[0] })
    return { source_pool: made, source_cell: cells[0], target_cell: cells[1], instances: [id] }
  }

  async snapshot(n: string, name = 'first'): Promise<string> {
    const id = await this.guest(`snap-${n}`)
    await this.served.world.ended(await this.client.snapshot.create({ id, name, description: 'as made' }))
    return id
  }

  /** A migration that has ended. */
  async migrated(n: string): Promise<string> {
    return (await this.served.world.ended(await this.client.migration.create((await this.shared(n)) as never))).subject
  }

  mediaRecord = async (n: string): Promise<string> => (await this.client.mediaImage.create({ name: `media-${n}` })).id
  diskRecord = async (n: string): Promise<string> => (await this.client.diskImage.create({ name: `disk-${n}` })).id

  async user(n: string): Promise<string> {
    await this.client.user.create({ user: `user-${n}`, password: 'Analytical1' })
    return `user-${n}`
  }

  async role(n: string): Promise<string> {
    await this.client.role.create({ role: `role-${n}`, menu: ['dashboard'] })
    return `role-${n}`
  }

  async group(n: string): Promise<string> {
    await this.client.userGroup.create({ group: `group-${n}`, display: 'A group', role: [] })
    return `group-${n}`
  }

  /** Waits until a batch has nothing more to do. */
  async batch(get: 'getCreate' | 'getDelete', task: { readonly subject: string }): Promise<string> {
    await until('the batch to end', async () => {
      const items = await this.client.batch[get]({ id: task.subject })
      return items.every(({ status }) => status !== 'creating' && status !== 'deleting')
    })
    return task.subject
  }
}

/** The volume descriptor that makes an ISO 9660 image one. */
export function isoBytes(): Buffer {
  const bytes = Buffer.alloc(40 * 2048)
  bytes.write('\u0001CD001\u0001', 16 * 2048, 'latin1')
  return bytes
}

const settings = { cores: 1, memory: GiB, disks: [GiB], owner: 'ada', group: 'admin', pool: 'default' }

/** In the order of api/semantics 2.0; a line with several methods is several rows. */
export const rows: readonly Row[] = [
  row(1, 'GET /compute_pools/', 'computePool.list', () => ({}), [shapes.computePool]),
  row(2, 'GET /compute_pools/{pool}', 'computePool.get', () => inDefault, shapes.computePool, noPool),
  row(3, 'POST /compute_pools/{pool}', 'computePool.create', (_table, n) => ({ pool: `made-${n}` }), '', {
    input: { pool: 'default' },
    code: 409
  }),
  row(
    4,
    'PUT /compute_pools/{pool}',
    'computePool.modify',
    async (t, n) => ({ pool: await t.computePool(`4-${n}`), enable: false }),
    '',
    {
      input: { pool: 'default', enable: true },
      code: 409
    }
  ),
  row(
    5,
    'DELETE /compute_pools/{pool}',
    'computePool.remove',
    async (t, n) => ({ pool: await t.computePool(`5-${n}`) }),
    '',
    {
      input: { pool: 'default' },
      code: 409
    }
  ),
  row(6, 'GET /compute_pool_cells/', 'cell.listUnallocated', async (t, n) => after(await t.cell(`6-${n}`), {}), [
    shapes.cell
  ]),
  row(7, 'GET /compute_pool_cells/{pool}', 'cell.list', () => inDefault, [shapes.cell], noPool),
  row(
    8,
    'GET /compute_pool_cells/{pool}/{cell}',
    'cell.get',
    () => ({ ...inDefault, cell: 'sim-a' }),
    shapes.cell,
    noCell
  ),
  row(
    9,
    'POST /compute_pool_cells/{pool}/{cell}',
    'cell.add',
    async (t, n) => ({ pool: await t.computePool(`9-${n}`), cell: await t.cell(`9-${n}`) }),
    '',
    {
      input: { pool: 'default', cell: 'sim-a' },
      code: 409
    }
  ),
  row(
    10,
    'PUT /compute_pool_cells/{pool}/{cell}',
    'cell.modify',
    async (t, n) => {
      const cell = await t.cell(`10-${n}`)
      return { pool: await t.computePool(`10-${n}`, { cells: [cell] }), cell, enable: false }
    },
    '',
    { input: { ...inDefault, cell: 'sim-a', enable: true }, code: 409 }
  ),
  row(
    11,
    'DELETE /compute_pool_cells/{pool}/{cell}',
    'cell.takeOut',
    async (t, n) => {
      const cell = await t.cell(`11-${n}`)
      return { pool: await t.computePool(`11-${n}`, { cells: [cell] }), cell }
    },
    '',
    noCell
  ),
  row(12, 'GET /storage_pools/', 'storagePool.list', async (t, n) => after(await t.storagePool(`12-${n}`), {}), [
    shapes.storagePool
  ]),
  row(
    13,
    'GET /storage_pools/{pool}',
    'storagePool.get',
    async (t, n) => ({ pool: await t.storagePool(`13-${n}`) }),
    shapes.storagePool,
    noPool
  ),
  row(
    14,
    'POST /storage_pools/{pool}',
    'storagePool.create',
    (_t, n) => ({ pool: `nfs-14-${n}`, type: 'nfs', host: 'h', target: '/t' }),
    '',
    {
      input: { pool: 'bad', type: 'tape', host: 'h', target: '/t' },
      code: 400
    }
  ),
  row(
    15,
    'PUT /storage_pools/{pool}',
    'storagePool.modify',
    async (t, n) => ({ pool: await t.storagePool(`15-${n}`), type: 'nfs', host: 'other', target: '/t' }),
    '',
    {
      input: { pool: 'none', host: 'other' },
      code: 404
    }
  ),
  row(
    16,
    'DELETE /storage_pools/{pool}',
    'storagePool.remove',
    async (t, n) => ({ pool: await t.storagePool(`16-${n}`) }),
    '',
    noPool
  ),
  row(17, 'GET /compute_zone_status/', 'status.zone', () => ({}), shapes.zoneStatus),
  row(18, 'GET /compute_pool_status/', 'status.pools', () => ({}), [shapes.poolStatus]),
  row(19, 'GET /compute_pool_status/{pool}', 'status.pool', () => inDefault, shapes.poolStatus, noPool),
  row(20, 'GET /compute_cell_status/{pool}', 'status.cells', () => inDefault, [shapes.cellStatus], noPool),
  row(
    21,
    'GET /compute_cell_status/{pool}/{cell}',
    'status.cell',
    () => ({ ...inDefault, cell: 'sim-a' }),
    shapes.cellStatus,
    noCell
  ),
  row(
    22,
    'GET /instance_status/{pool}',
    'status.instances',
    async (t, n) => after(await t.guest(`22-${n}`), inDefault),
    [shapes.guest],
    noPool
  ),
  row(
    23,
    'GET /instance_status/{pool}/{cell}',
    'status.instancesOfCell',
    () => ({ ...inDefault, cell: 'sim-a' }),
    [shapes.guest],
    noCell
  ),
  row(24, 'GET /address_pools/', 'addressPool.list', async (t, n) => after(await t.addressPool(`24-${n}`), {}), [
    shapes.addressPool
  ]),
  row(
    25,
    'GET /address_pools/{pool}',
    'addressPool.get',
    async (t, n) => ({ pool: await t.addressPool(`25-${n}`) }),
    shapes.addressPoolDetails,
    noPool
  ),
  row(
    26,
    'POST /address_pools/{pool}',
    'addressPool.create',
    (_t, n) => ({ pool: `net-26-${n}`, gateway: '172.16.3.254', dns: ['8.8.8.8'] }),
    '',
    {
      input: { pool: 'bad', gateway: '172.16.3' },
      code: 400
    }
  ),
  row(
    27,
    'PUT /address_pools/{pool}',
    'addressPool.modify',
    async (t, n) => ({ pool: await t.addressPool(`27-${n}`), gateway: '10.1.0.253', dns: [] }),
    '',
    {
      input: { pool: 'none', gateway: '10.1.0.253' },
      code: 404
    }
  ),
  row(
    28,
    'DELETE /address_pools/{pool}',
    'addressPool.remove',
    async (t, n) => ({ pool: await t.addressPool(`28-${n}`) }),
    '',
    noPool
  ),
  row(
    29,
    'GET /address_pools/{pool}/{type}/ranges/',
    'addressPool.listRanges',
    async (t, n) => ({ pool: await t.addressPool(`29-${n}`), type: 'internal' }),
    [shapes.range],
    {
      input: { pool: 'none', type: 'internal' },
      code: 404
    }
  ),
  row(
    30,
    'GET /address_pools/{pool}/{type}/ranges/{start}',
    'addressPool.getRange',
    async (t, n) => ({ pool: await t.addressPool(`30-${n}`), ...firstRange }),
    { ...shapes.range, allocated: [shapes.lease] },
    noRange
  ),
  row(
    31,
    'POST /address_pools/{pool}/{type}/ranges/{start}',
    'addressPool.addRange',
    async (t, n) => ({
      pool: await t.addressPool(`31-${n}`),
      type: 'internal',
      ...{ start: '10.1.0.20', end: '10.1.0.30', netmask: '255.255.255.0' }
    }),
    '',
    {
      input: { pool: 'none', type: 'outer', start: '10.1.0.20', end: '10.1.0.30', netmask: '255.255.255.0' },
      code: 400
    }
  ),
  row(
    32,
    'DELETE /address_pools/{pool}/{type}/ranges/{start}',
    'addressPool.removeRange',
    async (t, n) => ({ pool: await t.addressPool(`32-${n}`), ...firstRange }),
    '',
    noRange
  ),
  row(
    33,
    'GET /guest_search/',
    'guest.search',
    async (t, n) => after(await t.guest(`33-${n}`), inDefault),
    [shapes.guest],
    {
      input: { pool: 'default', status: 'on' },
      code: 400
    }
  ),
  row(
    34,
    'GET /guests/{id}',
    'guest.get',
    async (t, n) => ({ id: await t.guest(`34-${n}`) }),
    shapes.guestDetails,
    noGuest()
  ),
  {
    ...row(35, 'POST /guests/', 'guest.create', (_t, n) => ({ ...settings, name: `made-35-${n}` }), shapes.idOnly, {
      input: { ...settings, name: 'a b' },
      code: 400
    }),
    status: 202
  },
  row(36, 'DELETE /guests/{id}', 'guest.remove', async (t, n) => ({ id: await t.guest(`36-${n}`) }), '', noGuest()),
  seeded(
    row(
      37,
      'PUT /guests/{id}/cores',
      'guest.setCores',
      async (t, n) => ({ id: await t.guest(`37-${n}`), cores: 4 }),
      '',
      noGuest({ cores: 2 })
    )
  ),
  seeded(
    row(
      38,
      'PUT /guests/{id}/memory',
      'guest.setMemory',
      async (t, n) => ({ id: await t.guest(`38-${n}`), memory: 2 * GiB }),
      '',
      noGuest({ memory: GiB })
    )
  ),
  seeded(
    row(
      39,
      'PUT /guests/{id}/disks/resize/{disk}',
      'guest.resizeDisk',
      async (t, n) => ({ id: await t.guest(`39-${n}`), disk: 1, size: 3 * GiB }),
      '',
      noGuest({ disk: 0, size: GiB })
    )
  ),
  seeded(
    row(
      40,
      'PUT /guests/{id}/disks/shrink/{disk}',
      'guest.shrinkDisk',
      async (t, n) => ({ id: await t.guest(`40-${n}`), disk: 0 }),
      '',
      noGuest({ disk: 0 })
    )
  ),
  seeded(
    row(
      41,
      'PUT /guests/{id}/system/',
      'guest.resetSystem',
      async (t, n) => ({ id: await t.guest(`41-${n}`), from_image: await t.image() }),
      '',
      noGuest({ from_image: nobody })
    )
  ),
  seeded(
    row(
      42,
      'PUT /guests/{id}/auth',
      'guest.setAuth',
      async (t, n) => ({ id: await t.running(`42-${n}`), user: 'root', password: 'Analytical1' }),
      auth,
      noGuest()
    )
  ),
  seeded(
    row(
      43,
      'GET /guests/{id}/auth',
      'guest.getAuth',
      async (t, n) => ({ id: await t.guest(`43-${n}`) }),
      auth,
      noGuest()
    )
  ),
  seeded(
    row(
      44,
      'PUT /guests/{id}/name/',
      'guest.rename',
      async (t, n) => ({ id: await t.guest(`44-${n}`), name: `renamed-${n}` }),
      '',
      noGuest({ name: 'x' })
    )
  ),
  row(
    45,
    'GET /instances/{id}',
    'instance.get',
    async (t, n) => ({ id: await t.guest(`45-${n}`) }),
    shapes.instance,
    noGuest()
  ),
  row(
    45,
    'GET /instances/{id}/history/',
    'instance.history',
    async (t, n) => ({ id: await t.running(`history-${n}`), span: 'day' }),
    { step: 'number', samples: [shapes.historySample] },
    noGuest()
  ),
  row(46, 'POST /instances/{id}', 'instance.start', async (t, n) => ({ id: await t.guest(`46-${n}`) }), '', noGuest()),
  row(
    47,
    'DELETE /instances/{id}',
    'instance.stop',
    async (t, n) => ({ id: await t.running(`47-${n}`), reboot: false, force: true }),
    '',
    noGuest()
  ),
  row(
    48,
    'POST /instances/{id}/media',
    'instance.insertMedia',
    async (t, n) => ({ id: await t.running(`48-${n}`), source: await t.media(), type: 0 }),
    '',
    noGuest({ source: nobody })
  ),
  row(
    49,
    'DELETE /instances/{id}/media',
    'instance.ejectMedia',
    async (t, n) => ({ id: await t.running(`49-${n}`, { from_media: await t.media() }) }),
    '',
    noGuest()
  ),
  row(
    50,
    'GET /instances/{id}/snapshots/',
    'snapshot.list',
    async (t, n) => ({ id: await t.snapshot(`50-${n}`) }),
    { '*': shapes.snapshotNode },
    noGuest()
  ),
  row(
    51,
    'POST /instances/{id}/snapshots/',
    'snapshot.create',
    async (t, n) => ({ id: await t.guest(`51-${n}`), name: 'one.two', description: 'x' }),
    '',
    noGuest({ name: 'one' })
  ),
  row(
    52,
    'PUT /instances/{id}/snapshots/',
    'snapshot.restore',
    async (t, n) => ({ id: await t.snapshot(`52-${n}`), target: 'first' }),
    '',
    noGuest({ target: 'first' })
  ),
  row(
    53,
    'GET /instances/{id}/snapshots/{name}',
    'snapshot.get',
    async (t, n) => ({ id: await t.snapshot(`53-${n}`), name: 'first' }),
    shapes.snapshot,
    noGuest({ name: 'first' })
  ),
  row(
    54,
    'DELETE /instances/{id}/snapshots/{name}',
    'snapshot.remove',
    async (t, n) => ({ id: await t.snapshot(`54-${n}`), name: 'first' }),
    '',
    noGuest({ name: 'first' })
  ),
  row(
    55,
    'POST /monitor_channels/',
    'monitorChannel.create',
    async (t, n) => ({ guest: await t.running(`55-${n}`) }),
    shapes.channel,
    {
      input: { guest: nobody },
      code: 404
    }
  ),
  row(57, 'GET /media_images/', 'mediaImage.list', async (t) => after(await t.media(), {}), [shapes.image]),
  row(
    58,
    'POST /media_images/',
    'mediaImage.create',
    (_t, n) => ({ name: `media-58-${n}`, owner: 'ada', group: 'admin' }),
    shapes.idOnly,
    {
      input: { name: 'a b' },
      code: 400
    }
  ),
  row(
    59,
    'PUT /media_images/{id}',
    'mediaImage.modify',
    async (t, n) => ({ id: await t.mediaRecord(`59-${n}`), description: 'new' }),
    '',
    noGuest({ description: 'x' })
  ),
  row(
    60,
    'DELETE /media_images/{id}',
    'mediaImage.remove',
    async (t, n) => ({ id: await t.mediaRecord(`60-${n}`) }),
    '',
    noGuest()
  ),
  row(
    63,
    'GET /disk_image_search/',
    'diskImage.search',
    async (t) => after(await t.image(), { group: 'admin', tags: [] }),
    [shapes.image]
  ),
  row(64, 'GET /disk_images/{id}', 'diskImage.get', async (t) => ({ id: await t.image() }), shapes.image, noGuest()),
  {
    ...row(
      65,
      'POST /disk_images/',
      'diskImage.build',
      async (t, n) => ({ name: `built-${n}`, guest: await t.guest(`65-${n}`) }),
      shapes.idOnly,
      {
        input: { name: 'built', guest: nobody },
        code: 404
      }
    ),
    status: 202
  },
  row(65, 'POST /disk_images/', 'diskImage.create', (_t, n) => ({ name: `disk-65-${n}` }), shapes.idOnly, {
    input: {},
    code: 400
  }),
  row(
    66,
    'PUT /disk_images/{id}',
    'diskImage.modify',
    async (t, n) => ({ id: await t.diskRecord(`66-${n}`), tags: ['linux'] }),
    '',
    noGuest({ tags: [] })
  ),
  row(
    67,
    'DELETE /disk_images/{id}',
    'diskImage.remove',
    async (t, n) => ({ id: await t.diskRecord(`67-${n}`) }),
    '',
    noGuest()
  ),
  {
    ...row(68, 'POST /migrations/', 'migration.create', (t, n) => t.shared(`68-${n}`), shapes.idOnly, {
      input: { source_pool: 'none', source_cell: 'sim-a', target_cell: 'sim-a' },
      code: 404
    }),
    status: 202
  },
  row(
    69,
    'GET /migrations/{id}',
    'migration.get',
    async (t, n) => ({ id: await t.migrated(`69-${n}`) }),
    shapes.migration,
    noGuest()
  ),
  row(70, 'GET /migrations/', 'migration.list', async (t, n) => after(await t.migrated(`70-${n}`), {}), [
    shapes.migration
  ]),
  {
    ...row(
      71,
      'POST /batch/create_guest/',
      'batch.createGuests',
      (_t, n) => ({ ...settings, name_rule: 'order', name_prefix: `many-71-${n}`, count: 2 }),
      shapes.idOnly,
      {
        input: { ...settings, name_prefix: 'x', count: 0 },
        code: 400
      }
    ),
    status: 202
  },
  row(
    72,
    'GET /batch/create_guest/{id}',
    'batch.getCreate',
    async (t, n) => {
      const task = await t.client.batch.createGuests({ ...settings, name_prefix: `many-72-${n}`, count: 2 })
      return { id: await t.batch('getCreate', task) }
    },
    [shapes.batchItem],
    noGuest()
  ),
  {
    ...row(
      73,
      'POST /batch/delete_guest/',
      'batch.deleteGuests',
      async (t, n) => ({ guest: [await t.guest(`73-${n}`)] }),
      shapes.idOnly,
      {
        input: { guest: [] },
        code: 400
      }
    ),
    status: 202
  },
  row(
    74,
    'GET /batch/delete_guest/{id}',
    'batch.getDelete',
    async (t, n) => {
      const task = await t.client.batch.deleteGuests({ guest: [await t.guest(`74-${n}`), nobody] })
      return { id: await t.batch('getDelete', task) }
    },
    [shapes.batchItem],
    noGuest()
  ),
  row(75, 'GET /roles/', 'role.list', () => ({}), ['string']),
  row(76, 'GET /roles/{role}', 'role.get', async (t, n) => ({ role: await t.role(`76-${n}`) }), shapes.role, noRole),
  row(76, 'POST /roles/{role}', 'role.create', (_t, n) => ({ role: `role-76b-${n}`, menu: ['dashboard'] }), '', {
    input: { role: 'super', menu: [] },
    code: 409
  }),
  row(
    76,
    'PUT /roles/{role}',
    'role.modify',
    async (t, n) => ({ role: await t.role(`76c-${n}`), menu: ['image'] }),
    '',
    {
      input: { role: 'none', menu: [] },
      code: 404
    }
  ),
  row(76, 'DELETE /roles/{role}', 'role.remove', async (t, n) => ({ role: await t.role(`76d-${n}`) }), '', noRole),
  row(77, 'GET /user_groups/', 'userGroup.list', () => ({}), [shapes.userGroup]),
  row(
    78,
    'GET /user_groups/{group}',
    'userGroup.get',
    async (t, n) => ({ group: await t.group(`78-${n}`) }),
    shapes.userGroupDetails,
    noGroup
  ),
  row(78, 'POST /user_groups/{group}', 'userGroup.create', (_t, n) => ({ group: `group-78b-${n}`, display: 'x' }), '', {
    input: { group: 'admin', display: 'x' },
    code: 409
  }),
  row(
    78,
    'PUT /user_groups/{group}',
    'userGroup.modify',
    async (t, n) => ({ group: await t.group(`78c-${n}`), display: 'new' }),
    '',
    {
      input: { group: 'none', display: 'new' },
      code: 404
    }
  ),
  row(
    78,
    'DELETE /user_groups/{group}',
    'userGroup.remove',
    async (t, n) => ({ group: await t.group(`78d-${n}`) }),
    '',
    noGroup
  ),
  row(
    79,
    'GET /user_groups/{group}/members/',
    'userGroup.listMembers',
    () => ({ group: 'admin' }),
    ['string'],
    noGroup
  ),
  row(
    80,
    'POST /user_groups/{group}/members/{user}',
    'userGroup.addMember',
    async (t, n) => ({ group: await t.group(`80-${n}`), user: await t.user(`80-${n}`) }),
    '',
    {
      input: { group: 'none', user: 'ada' },
      code: 404
    }
  ),
  row(
    80,
    'DELETE /user_groups/{group}/members/{user}',
    'userGroup.removeMember',
    async (t, n) => {
      const member = { group: await t.group(`80b-${n}`), user: await t.user(`80b-${n}`) }
      await t.client.userGroup.addMember(member)
      return member
    },
    '',
    { input: { group: 'admin', user: 'none' }, code: 404 }
  ),
  row(81, 'GET /users/', 'user.list', () => ({}), ['string']),
  row(82, 'GET /users/{user}', 'user.get', async (t, n) => ({ user: await t.user(`82-${n}`) }), shapes.user, noUser),
  row(
    82,
    'POST /users/{user}',
    'user.create',
    (_t, n) => ({ user: `user-82b-${n}`, nick: 'x', mail: 'x@example.org', password: 'Analytical1' }),
    '',
    {
      input: { user: 'weak', password: 'abcdefg' },
      code: 400
    }
  ),
  row(82, 'PUT /users/{user}', 'user.modify', async (t, n) => ({ user: await t.user(`82c-${n}`), nick: 'new' }), '', {
    input: { user: 'none', nick: 'new' },
    code: 404
  }),
  row(82, 'DELETE /users/{user}', 'user.remove', async (t, n) => ({ user: await t.user(`82d-${n}`) }), '', noUser),
  row(
    83,
    'PUT /users/{user}/password/',
    'user.setPassword',
    () => ({ user: 'ada', old: 'Analytical1', new: 'Analytical1' }),
    '',
    {
      input: { user: 'ada', old: 'Analytical1', new: 'abcdef' },
      code: 400
    }
  ),
  row(84, 'GET /user_search/', 'user.search', () => ({ group: 'admin' }), ['string']),
  row(85, 'GET /sessions/', 'session.list', () => ({}), [shapes.sessionLine]),
  row(
    85,
    'POST /sessions/',
    'session.create',
    () => ({ user: 'ada', password: 'Analytical1', nonce: '0123456789abcdef' }),
    shapes.session,
    {
      input: { user: 'ada', password: 'wrong' },
      code: 401
    }
  ),
  row(86, 'PUT /sessions/{id}', 'session.keep', (t) => ({ id: t.served.session }), '', noSession),
  row(86, 'GET /sessions/{id}', 'session.get', (t) => ({ id: t.served.session }), shapes.session, noSession),
  row(
    87,
    'GET /logs/',
    'log.list',
    () => ({ limit: 5 }),
    { logs: [shapes.logEntry], total: 'number' },
    {
      input: { limit: 0 },
      code: 400
    }
  ),
  row(87, 'POST /logs/', 'log.create', () => ({ content: 'looked at the racks' }), '', { input: {}, code: 400 }),
  row(87, 'DELETE /logs/', 'log.remove', async (table) => ({ entries: [await table.logEntry()] }), '', {
    input: { entries: ['20260102030405000'] },
    code: 404
  })
]

/** What an input needs to be there first. */
function after(_made: unknown, input: Input): Input {
  return input
}

/** Lines 56, 61 and 62 carry bytes instead of JSON: a WebSocket and two files have tests of their own. */
export const byteLines = [56, 61, 62]

function row(
  line: number,
  route: string,
  ...[operation, good, answer, bad]: [string, Row['good'], Shape, Row['bad']?]
): Row {
  return { line, route, operation, good, answer, ...(bad && { bad }) }
}

/** The first clients say `/guest/…`. */
function seeded(whole: Row): Row {
  return { ...whole, seed: whole.route.replace('/guests/', '/guest/') }
}
