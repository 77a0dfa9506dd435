import type { Handlers } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import type { HostCheck, SystemDetails } from '@shared/contract/system'
import type { Call, TaskCall } from '@main/kernel/call'
import type { Database } from '@main/store/database'
import type { GroupRepository } from '@main/store/repositories/group-repository'
import type { PoolRepository } from '@main/store/repositories/pool-repository'
import type { RoleRepository } from '@main/store/repositories/role-repository'
import type { UserRepository } from '@main/store/repositories/user-repository'
import type { Accounts } from './accounts'
import type { DataFolder } from './data-folder'
import type { DemoFleet } from './demo-fleet'
import type { Hypervisors } from './hypervisors'
import type { Passwords } from './passwords'
import type { RestSetting } from './rest-setting'

interface Deps {
  readonly db: Database
  readonly users: UserRepository
  readonly groups: GroupRepository
  readonly roles: RoleRepository
  readonly accounts: Accounts
  readonly passwords: Passwords
  readonly pools: PoolRepository
  readonly hypervisors: Hypervisors
  readonly demo: DemoFleet
  readonly rest: RestSetting
  readonly folder: DataFolder
  readonly version: string
  readonly details: () => SystemDetails
  readonly checkHost: (options: { readonly again: boolean }) => Promise<HostCheck[]>
}

/** What the largest guest may have where no cell is online: the figures of the API (api/semantics 4). */
const smallest = { max_cores: 24, max_memory: 32, max_disk: 64 }
const GiB = 2 ** 30

export function systemService(deps: Deps): Handlers<'system', Call, TaskCall> {
  const { db, users, groups, roles, accounts, passwords, pools, hypervisors, demo, rest, folder, version } = deps
  const { details, checkHost } = deps

  return {
    async get() {
      const limits = { ...smallest }
      for (const { name } of pools.listCells()) {
        const state = hypervisors.stateOf(name)
        if (!state.alive) continue
        limits.max_cores = Math.max(limits.max_cores, state.facts.cores)
        limits.max_memory = Math.max(limits.max_memory, Math.floor(state.facts.memory / GiB))
        limits.max_disk = Math.max(limits.max_disk, Math.floor(state.facts.disk / GiB))
      }
      return { ready: users.any(), version, ...limits }
    },

    async init({ user: name, password, menu, group, display, role }) {
      if (users.any()) fail('SYSTEM_READY', {})
      const hash = await passwords.hash(password)
      accounts.change(() => {
        // Somebody else may have been quicker.
        if (users.any()) fail('SYSTEM_READY', {})
        roles.insert(role, [...new Set(menu)])
        groups.insert({ name: group, display, role: [role] })
        users.insert({ name, nick: '', mail: '', password: hash, group })
      })
      return {}
    },

    async checks({ again }) {
      const checks = await checkHost({ again })
      // What was mended since makes this computer's cell usable.
      if (again) await Promise.all(pools.listCells().map(({ name }) => hypervisors.refresh(name)))
      return checks
    },

    notices: async () => db.problems.map(({ message, path }) => ({ code: 'store_damaged', message, path })),

    details: async () => details(),

    async setRest(chosen) {
      await rest.set(chosen)
      return {}
    },

    dataFolder: () => folder.show(),

    async setDataFolder({ path }) {
      await folder.set(path)
      return {}
    },

    async showDataFolder() {
      await folder.reveal()
      return {}
    },

    async restart() {
      folder.restart()
      return {}
    },

    fillDemo: async ({ guests }, { caller }) => demo.fill(guests, caller)
  }
}
