import { operations, type NamedOperation } from '@shared/contract'
import { PASSWORD } from '../support/world'
import { isoBytes, rows, type Row, type Table } from './api-rows'

type Input = Readonly<Record<string, unknown>>

/** Somebody who asks, and the table of things that are theirs. */
export interface Asker {
  readonly user: string
  readonly session: string
  readonly table: Table
}
type Good = (asker: Asker, n: string) => Promise<Input> | Input

const GiB = 2 ** 30
const cell = { pool: 'default', cell: 'sim-a' }
const connection = { kind: 'simulated', seed: 3, cores: 16, memory: 64 * GiB, disk: 1024 * GiB }
const template = { admin: 'root', operating_system: 'linux', disk: 'scsi', network: 'virtio' } as const
const none: Good = () => ({})
const own: Good = ({ session }) => ({ id: session })
const ofGuest =
  (more: Input = {}): Good =>
  async ({ table }, n) => ({ id: await table.guest(n), ...more })
const templateOf: Good = ({ table }, n) => table.client.template.create({ ...template, name: n })
const taskOf: Good = async ({ table }, n) => {
  const wanted = { name: `task-${n}`, cores: 1, memory: GiB, disks: [GiB] }
  return { id: (await table.served.world.ended(await table.client.guest.create(wanted))).id }
}

/** Beside the rows of the API's table, and instead of those that speak of the administrator. */
const inputs: Readonly<Record<string, Good>> = {
  'system.get': none,
  'system.init': () => ({ user: 'second', password: PASSWORD }),
  'system.checks': none,
  'system.details': none,
  'system.notices': none,
  'system.dataFolder': none,
  'system.setDataFolder': none,
  'system.showDataFolder': none,
  'system.restart': none,
  'system.setRest': () => ({ enabled: false }),
  'system.fillDemo': () => ({ guests: 1 }),
  'session.createAutomatic': async ({ user, table }) => {
    await table.client.session.setAutomatic({ enabled: true })
    const [, token] = (await table.served.world.safe.read()).split('\n')
    return { user, token }
  },
  'session.automatic': none,
  'session.setAutomatic': () => ({ enabled: true }),
  'session.current': none,
  'session.get': own,
  'session.keep': own,
  'session.remove': own,
  'status.history': none,
  'session.end': async ({ table }) => {
    const { sessions } = table.served.world.app
    sessions.start({ user: 'ada', address: '' })
    return { id: sessions.list('').at(-1)?.id }
  },
  'cell.hosts': none,
  'cell.register': (_asker, name) => ({ name, connection }),
  'cell.test': () => ({ connection }),
  'cell.unregister': async ({ table }, n) => ({ cell: await table.cell(n) }),
  'cell.storage': () => cell,
  'cell.setStorage': async ({ table }) => ({
    ...cell,
    default: (await table.client.cell.storage(cell)).data[0]
  }),
  'guest.page': none,
  'guest.setAutoStart': ofGuest({ enable: true }),
  'guest.setTags': ofGuest({ tags: ['web'] }),
  'guest.setCpuPriority': ofGuest({ priority: 'low' }),
  'guest.setDiskLimits': ofGuest({ read_iops: 100 }),
  'guest.setNetworkLimits': ofGuest({ send_speed: 1000 }),
  'guest.setPorts': ofGuest({ ports: [] }),
  'guest.renewMonitorSecret': ofGuest(),
  'instance.history': ofGuest(),
  'instance.sample': async ({ table }, n) => ({ ids: [await table.guest(n)] }),
  'batch.retryCreate': async ({ table }, n) => {
    const wanted = { name_prefix: n, pool: 'default', cores: 1, memory: GiB, disks: [GiB] }
    await table.served.world.ended(await table.client.guest.create({ ...wanted, name: `${n}_0` }))
    const task = await table.served.world.ended(await table.client.batch.createGuests({ ...wanted, count: 1 }))
    return { id: task.subject }
  },
  'batch.stopGuests': async ({ table }, n) => ({ guest: [await table.running(n)], force: true }),
  'batch.getStop': async ({ table }, n) => {
    const task = await table.client.batch.stopGuests({ guest: [await table.running(n)], force: true })
    await table.served.world.ended(task)
    return { id: task.subject }
  },
  'batch.startGuests': async ({ table }, n) => ({ guest: [await table.guest(n)] }),
  'batch.getStart': async ({ table }, n) => {
    const task = await table.client.batch.startGuests({ guest: [await table.guest(n)] })
    await table.served.world.ended(task)
    return { id: task.subject }
  },
  'batch.rebootGuests': async ({ table }, n) => ({ guest: [await table.running(n)] }),
  'batch.getReboot': async ({ table }, n) => {
    const task = await table.client.batch.rebootGuests({ guest: [await table.running(n)] })
    await table.served.world.ended(task)
    return { id: task.subject }
  },
  'batch.snapshotGuests': async ({ table }, n) => ({ guest: [await table.guest(n)], name: 'before' }),
  'batch.getSnapshot': async ({ table }, n) => {
    const task = await table.client.batch.snapshotGuests({ guest: [await table.guest(n)], name: 'before' })
    await table.served.world.ended(task)
    return { id: task.subject }
  },
  'template.list': none,
  'template.get': templateOf,
  'template.create': (_asker, name) => ({ ...template, name }),
  'template.modify': async (asker, n) => ({ ...(await templateOf(asker, n)), admin: 'admin' }),
  'template.remove': templateOf,
  'diskImage.download': async ({ table }) => ({ id: await table.image() }),
  'diskImage.upload': async ({ table }, n) => ({ id: await table.diskRecord(n) }),
  'diskImage.sync': none,
  'mediaImage.get': async ({ table }) => ({ id: await table.media() }),
  'mediaImage.search': none,
  'mediaImage.download': async ({ table }) => ({ id: await table.media() }),
  'mediaImage.upload': async ({ table }, n) => ({ id: await table.mediaRecord(n) }),
  'mediaImage.sync': none,
  'user.overview': none,
  'user.setPassword': ({ user }) => ({ user, old: PASSWORD, new: PASSWORD }),
  'user.resetPassword': async ({ table }, n) => ({ user: await table.user(n), password: 'Difference2' }),
  'diagnostics.timings': none,
  'diagnostics.log': none,
  'diagnostics.bundle': none,
  'visibility.get': none,
  'visibility.modify': () => ({ instance_visible: false }),
  'task.list': none,
  'task.get': taskOf,
  'task.cancel': taskOf
}

/** The bytes that an upload brings, and a download gives. */
export const files: Readonly<Record<string, Buffer>> = {
  'diskImage.upload': Buffer.alloc(1 << 20),
  'diskImage.download': Buffer.alloc(1 << 20),
  'mediaImage.upload': isoBytes(),
  'mediaImage.download': isoBytes()
}

const rowOf = new Map<string, Row>(rows.map((row) => [row.operation, row]))

/** Those operations that nobody has thought of an input for. */
export const forgotten = (): string[] =>
  operations.map(({ name }) => name).filter((name) => !inputs[name] && !rowOf.has(name))

/** Makes ready what an operation needs, as the asker's own, and gives an input that would change something. */
export async function goodInput({ name, operation }: NamedOperation, asker: Asker, n: string): Promise<Input> {
  const good = await (inputs[name]?.(asker, n) ?? rowOf.get(name)?.good(asker.table, n) ?? {})
  if (!('owner' in operation.input.shape)) return good
  // What names nobody is its maker's.
  const { owner: _owner, group: _group, ...rest } = good
  return rest
}
