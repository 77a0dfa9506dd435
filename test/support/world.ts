import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Client } from '@shared/contract'
import type { Notice } from '@shared/contract/wire'
import { menus, permissionsOf, type Menu } from '@shared/contract/permissions'
import type { Task } from '@shared/contract/task'
import { openApp, type App, type AppOptions } from '@main/app'
import type { Caller } from '@main/kernel/call'
import { systemClock } from '@main/kernel/clock'
import type { Safe } from '@main/kernel/safe'
import { Database } from '@main/store/database'
import { plainPool, PoolRepository } from '@main/store/repositories/pool-repository'
import { until } from './until'

/** The whole application on a real folder, with one made-up cell `sim-a` in pool `default`. */
export interface World {
  readonly folder: string
  readonly app: App
  /** What a desktop would keep under the system's key. */
  readonly safe: Safe
  /** Everything the windows were told, oldest first. */
  readonly notices: Notice[]
  /** May do everything, without having signed in. */
  readonly admin: Caller
  /** `client.guest.create({...})` as the administrator. */
  readonly client: Client
  clientOf(caller: Caller): Client
  /** Makes a user, in a group that grants these menus and is made if need be, and signs in; gives the session. */
  signIn(user: string, menu: readonly Menu[], group?: string): Promise<string>
  /** The client of a user who was signed in so. */
  clientFor(session: string): Client
  /** Waits until a task has ended, and gives its record. */
  ended(task: Task): Promise<Task>
  /** Ends the application as a quit does, and opens it again on the same folder. */
  restart(): Promise<void>
  close(): Promise<void>
}

const GiB = 2 ** 30
const RESOURCES = resolve(import.meta.dirname, '../../resources')
function memorySafe(): Safe {
  let kept = ''
  return {
    why: async () => '',
    read: async () => kept,
    write: async (secret) => void (kept = secret),
    remove: async () => void (kept = '')
  }
}

/** Of every user that `signIn` makes. */
export const PASSWORD = 'Password1'
const connection = { kind: 'simulated', seed: 7, cores: 32, memory: 256 * GiB, disk: 8192 * GiB } as const

export async function createWorld({
  clock = systemClock,
  ...more
}: Pick<AppOptions, 'clock' | 'openDriver' | 'safe' | 'desk'> = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'world-'))
  const db = await Database.open(join(folder, 'store'))
  const pools = new PoolRepository(db)
  db.transaction(() => {
    pools.insert(plainPool('default'))
    pools.insertCell({ name: 'sim-a', pool: 'default', enabled: true, connection })
  })
  await db.close()

  const admin: Caller = {
    user: 'ada',
    group: 'admin',
    session: '',
    address: '127.0.0.1',
    permissions: permissionsOf(menus),
    shares: new Set()
  }
  const notices: Notice[] = []
  const safe = memorySafe()
  const open = async (): Promise<App> => {
    const app = await openApp({ dataFolder: folder, version: '0.0.0', resources: RESOURCES, safe, clock, ...more })
    app.bus.subscribe((notice) => notices.push(notice))
    return app
  }
  let app = await open()
  const clientOf = (caller: Caller): Client =>
    new Proxy({} as Client, {
      get: (_client, group: string) =>
        new Proxy(
          {},
          {
            get: (_group, key: string) => (input: unknown) => app.dispatcher.dispatch(`${group}.${key}`, input, caller)
          }
        )
    })
  const client = clientOf(admin)
  return {
    folder,
    get app() {
      return app
    },
    safe,
    notices,
    admin,
    client,
    clientOf,
    async signIn(user, menu, group = user) {
      await client.userGroup.get({ group }).catch(async () => {
        await client.role.create({ role: group, menu: [...menu] })
        await client.userGroup.create({ group, role: [group] })
      })
      await client.user.create({ user, password: PASSWORD })
      await client.userGroup.addMember({ group, user })
      return app.sessions.start({ user, address: '127.0.0.1' })
    },
    clientFor: (session) => clientOf(app.sessions.callerOf(session) ?? app.sessions.nobody('127.0.0.1')),
    ended: ({ id }) =>
      until(`task ${id} to end`, async () => {
        const task = await client.task.get({ id })
        return task.state === 'running' ? undefined : task
      }),
    async restart() {
      await app.close()
      app = await open()
    },
    async close() {
      await app.close()
      await rm(folder, { recursive: true, force: true })
    }
  }
}
