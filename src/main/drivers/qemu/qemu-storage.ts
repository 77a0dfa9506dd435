import { access, constants, stat } from 'node:fs/promises'
import { isAbsolute, relative, resolve } from 'node:path'
import { DriverError, type StorageFacet, type StorageSource } from '../driver'
import { readJson, writeJson } from './guest-files'
import { doing } from './qemu-errors'
import type { QemuHost } from './qemu-host'

/** What is remembered in the folder of all guests; no guest can have its name. */
const FILE = 'storage.json'

interface Remembered {
  readonly attached: readonly StorageSource[]
  /** Chosen for volumes, the last choice first. */
  readonly folders: readonly string[]
}

const read = async (folder: string): Promise<Remembered> =>
  ((await doing('What is known of storage cannot be read', () => readJson(folder, FILE))) as
    Remembered | undefined) ?? {
    attached: [],
    folders: []
  }

/** Folders for volumes that belong to no storage pool, that for new ones first. */
export async function volumeFolders({ folder }: QemuHost): Promise<readonly [string, ...string[]]> {
  const [chosen, ...others] = (await read(folder)).folders
  if (chosen === undefined) return [folder]
  return [chosen, ...(chosen === folder ? others : [...others.filter((other) => other !== folder), folder])]
}

/** Rejects unless guests can have their volumes there. */
export async function needVolumeFolder(path: string): Promise<void> {
  if (!isAbsolute(path)) throw new DriverError(`"${path}" is not an absolute path`)
  await doing(`The folder ${path} cannot be used for volumes`, async () => {
    if (!(await stat(path)).isDirectory()) throw new DriverError(`"${path}" is not a folder`)
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK)
  })
}

/** Folders of this computer; an unprivileged process mounts none. */
export function qemuStorage(host: QemuHost): StorageFacet {
  let last: Promise<unknown> = Promise.resolve()
  /** One after the other, as each keeps what the one before has written. */
  const remember = async (change: (before: Remembered) => Remembered): Promise<void> => {
    host.needOpen()
    const work = last.then(async () => {
      const after = change(await read(host.folder))
      await doing('What is known of storage cannot be written', () => writeJson(host.folder, FILE, after))
    })
    last = work.catch(() => {})
    await work
  }

  return {
    async attach({ name, type, host: server, target }) {
      if (type !== 'dir') throw new DriverError(refusalOf(name, type))
      needOther(host, target)
      await needVolumeFolder(target)
      const source = { name, type, host: server, target }
      await remember(({ attached, ...rest }) => ({ ...rest, attached: [...without(attached, name), source] }))
      return target
    },

    detach: (name) => remember(({ attached, ...rest }) => ({ ...rest, attached: without(attached, name) })),

    async list() {
      const { attached } = await read(host.folder)
      return Promise.all(
        attached.map(({ name, target }) =>
          needVolumeFolder(target).then(
            () => ({ name, attached: true }),
            (cause: DriverError) => ({ name, attached: false, error: cause.message })
          )
        )
      )
    },

    async paths() {
      const folders = await volumeFolders(host)
      return { system: folders, data: folders }
    },

    async setDefault(path) {
      const folder = resolve(path)
      if (folder !== host.folder) needOther(host, path)
      await needVolumeFolder(path)
      await remember(({ folders, ...rest }) => ({
        ...rest,
        folders: [folder, ...folders.filter((other) => other !== folder)]
      }))
    }
  }
}

const refusalOf = (name: string, type: 'nfs' | 'ceph'): string =>
  type === 'nfs'
    ? `Storage pool "${name}" is on NFS, which only root can mount: let this computer mount it, and use a "dir" pool there`
    : `Storage pool "${name}" is of Ceph, which guests on this computer cannot use`

/** The folder of a guest is removed with it. */
function needOther({ folder }: QemuHost, path: string): void {
  const way = relative(folder, resolve(path))
  if (!way.startsWith('..') && !isAbsolute(way))
    throw new DriverError(`"${path}" is where this application keeps its guests; choose a folder outside of it`)
}

const without = (sources: readonly StorageSource[], name: string): StorageSource[] =>
  sources.filter((source) => source.name !== name)
