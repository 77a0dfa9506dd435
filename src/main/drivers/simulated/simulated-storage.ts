import { DriverError, type StorageFacet } from '../driver'
import type { Ask } from './simulated-faults'
import type { SimulatedHost } from './simulated-host'

/** Where made-up hosts keep volumes, and have storage pools mounted. */
const OWN = '/var/lib/simulated/volumes'
const MOUNTS = '/var/lib/simulated/storage'

/** The folders of a made-up host. */
export class SimulatedFolders {
  /** Folders of attached storage pools by name. */
  readonly attached = new Map<string, string>()
  /** For volumes; the first is used for new ones. */
  own: readonly string[] = [OWN]
}

/** Storage of a made-up host: it believes that every server and folder is there. */
export function simulatedStorage({ folders }: SimulatedHost, ask: Ask): StorageFacet {
  return {
    attach: ({ name, type, target }) =>
      ask('storage', () => {
        if (type === 'ceph') throw new DriverError(`Storage pool "${name}" is of Ceph, which this host cannot use`)
        const folder = type === 'dir' ? target : `${MOUNTS}/${name}`
        folders.attached.set(name, folder)
        return folder
      }),
    detach: (name) => ask('storage', () => void folders.attached.delete(name)),
    list: () => ask('storage', () => [...folders.attached.keys()].map((name) => ({ name, attached: true }))),
    paths: () => ask('storage', () => ({ system: folders.own, data: folders.own })),
    setDefault: (path) =>
      ask('storage', () => {
        if (!path.startsWith('/')) throw new DriverError(`"${path}" is not an absolute path`)
        folders.own = [path, ...folders.own.filter((other) => other !== path)]
      })
  }
}
