import type { Handlers } from '@shared/contract'
import type { Cell } from '@shared/contract/cell'
import { fail } from '@shared/contract/errors'
import type { StorageFacet } from '@main/drivers/driver'
import type { Call, TaskCall } from '@main/kernel/call'
import type { EventBus } from '@main/kernel/event-bus'
import type { Revisions } from '@main/kernel/revision'
import type { Database } from '@main/store/database'
import type { CellRecord, PoolRepository } from '@main/store/repositories/pool-repository'
import type { StoragePoolRepository } from '@main/store/repositories/storage-pool-repository'
import type { CellAllocation } from './cell-allocation'
import type { CellStorages } from './cell-storages'
import type { HostRegistry } from './host-registry'
import { poolOf, type Hypervisors } from './hypervisors'
import { toCell } from './to-cell'

interface Deps {
  readonly db: Database
  readonly pools: PoolRepository
  readonly storagePools: StoragePoolRepository
  readonly hypervisors: Hypervisors
  readonly storages: CellStorages
  readonly allocation: CellAllocation
  readonly hosts: HostRegistry
  readonly bus: EventBus
  readonly revisions: Revisions
}

export function cellService(deps: Deps): Handlers<'cell', Call, TaskCall> {
  const { db, pools, storagePools, hypervisors, storages, allocation, hosts, bus, revisions } = deps
  const inPool = (pool: string): CellRecord[] => {
    poolOf(pools, pool)
    return pools.listCells().filter((cell) => cell.pool === pool)
  }
  const one = (pool: string, name: string): CellRecord => {
    const cell = pools.findCell(name)
    if (cell?.pool === pool) return cell
    poolOf(pools, pool)
    fail('CELL_NOT_FOUND', { cell: name, pool })
  }
  const show = (cell: CellRecord): Cell => toCell(cell, hypervisors.stateOf(cell.name), revisions.next())
  /** What the hypervisor of a cell says of its storage, where it can say anything. */
  const ask = <T>(cell: string, what: string, question: (storage: StorageFacet) => Promise<T>): Promise<T> =>
    hypervisors.use(cell, ({ kind, storage }) =>
      storage ? question(storage) : fail('NOT_SUPPORTED', { driver: kind, what })
    )
  const sharedBy = (pool: string) => storagePools.find(poolOf(pools, pool).storage)

  return {
    listUnallocated: async () =>
      pools
        .listCells()
        .filter(({ pool }) => pool === '')
        .map(show),
    list: async ({ pool }) => inPool(pool).map(show),

    async get({ pool, cell: name }) {
      const cell = one(pool, name)
      if (!cell.enabled || !hypervisors.stateOf(name).alive) return show(cell)
      const storage = await hypervisors.use(name, async (driver) => driver.storage?.list() ?? []).catch(() => undefined)
      return { ...show(cell), ...(storage && { storage }) }
    },

    async modify({ pool, cell: name, enable }) {
      const cell = one(pool, name)
      if (cell.enabled === enable) fail('CELL_UNCHANGED', { cell: name, enabled: enable })
      db.transaction(() => {
        pools.enableCell(name, enable)
        db.afterCommit(() => bus.publish('cell.changed', show({ ...cell, enabled: enable })))
      })
      return {}
    },

    async add({ pool, cell }) {
      await allocation.add([cell], poolOf(pools, pool))
      return {}
    },

    async takeOut({ pool, cell }) {
      await allocation.takeOut(one(pool, cell))
      return {}
    },

    async storage({ pool, cell }) {
      one(pool, cell)
      const shared = sharedBy(pool)
      if (!shared) return { mode: 'local', ...copyOf(await ask(cell, 'say where its volumes are', (it) => it.paths())) }
      const folder = storages.folderOn(cell)
      const paths = folder === undefined ? [] : [folder]
      return { mode: shared.type, system: paths, data: paths }
    },

    async setStorage({ pool, cell, default: path }) {
      one(pool, cell)
      const shared = sharedBy(pool)
      if (shared) fail('CELL_STORAGE_SHARED', { cell, mode: shared.type })
      await ask(cell, 'choose where its volumes are', (it) => it.setDefault(path))
      return {}
    },

    hosts: async () => pools.listCells().map(show),

    async register({ name, connection }) {
      await hosts.register(name, connection)
      return {}
    },

    test: ({ connection }) => hosts.test(connection),

    async unregister({ cell }) {
      await hosts.unregister(cell)
      return {}
    }
  }
}

const copyOf = ({ system, data }: Awaited<ReturnType<StorageFacet['paths']>>) => ({
  system: [...system],
  data: [...data]
})
