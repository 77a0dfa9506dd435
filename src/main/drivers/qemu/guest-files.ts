import { open, readdir, readFile, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { unlimited } from '@shared/contract/qos'
import { systemVersions } from '@shared/rules/system-versions'
import { DriverError, type GuestSpec } from '../driver'

/** What a guest's folder may be called (the contract's `Id`), so that no id leads out of the folder of all guests. */
const ID = /^[\w-]{1,64}$/

export const isGuestId = (id: string): boolean => ID.test(id)

/** The names in one guest's folder. QEMU runs in the folder, so its own arguments need no path. */
export const names = {
  spec: 'guest.json',
  log: 'qemu.log',
  pid: 'qemu.pid',
  monitor: 'qmp.sock',
  screen: 'vnc.sock',
  serial: 'serial.sock',
  /** What the files of its disks are, once that is more than their names tell. */
  layout: 'disks.json',
  /** The folder for its disks, where the host has chosen another than this one. */
  volumes: 'volumes.json',
  /** Says that its disks are being changed. */
  change: 'change.json',
  agent: 'agent.sock',
  /** The disc for its cloud-init. */
  seed: 'cloud-init.iso',
  /** Disk 0 is the system's; the others count from 0 again (api/semantics 1.8). */
  disk: (id: string, index: number): string => `${id}_${index === 0 ? 'sys' : index - 1}.qcow2`,
  /** A further file of a disk, with a number that no other has. */
  layer: (id: string, index: number, number: number): string =>
    names.disk(id, index).replace(/qcow2$/, `${number}.qcow2`),
  /** A file until it is whole. */
  part: (file: string): string => `${file}.part`
} as const

/** More than any bus has room for. */
const MOST_DISKS = 64

/** Existing disks by index; `undefined` where one is missing. */
export async function findDisks(folder: string, id: string): Promise<(string | undefined)[]> {
  const present = new Set(await readdir(folder))
  const disks = Array.from({ length: MOST_DISKS }, (_, index) => names.disk(id, index)).map((name) =>
    present.has(name) ? name : undefined
  )
  return disks.slice(0, disks.findLastIndex((disk) => disk !== undefined) + 1)
}

/** Whether a folder has nothing but what is written before the spec of a new guest is whole. */
export async function isUnbegun(folder: string): Promise<boolean> {
  const before = [names.volumes, `${names.volumes}.new`, `${names.spec}.new`]
  return (await readdir(folder)).every((name) => before.includes(name))
}

/** Writes the spec beside the guest; at any moment either the old one or the new one is there, whole. */
export const writeSpec = (folder: string, spec: GuestSpec): Promise<void> => writeJson(folder, names.spec, spec)

/** Writes a file of ours, durably; at any moment either the old one or the new one is there, whole. */
export async function writeJson(folder: string, name: string, value: unknown): Promise<void> {
  const path = join(folder, name)
  const unfinished = `${path}.new`
  await withFile(unfinished, 'w', async (file) => {
    await file.writeFile(`${JSON.stringify(value, null, 2)}\n`)
    await file.sync()
  })
  await rename(unfinished, path)
  await syncFolder(folder)
}

/** What a file of ours says; undefined if there is none. */
export async function readJson(folder: string, name: string): Promise<unknown> {
  const text = await readFile(join(folder, name), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause
  })
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch (cause) {
    throw new DriverError(`The file ${join(folder, name)} is damaged`, 'failed', { cause })
  }
}

/** The spec in a guest's folder; rejects when there is none, or one that nobody can start. */
export async function readSpec(folder: string, id: string): Promise<GuestSpec> {
  const spec = JSON.parse(await readFile(join(folder, names.spec), 'utf8')) as Partial<GuestSpec>
  const buses = Object.values(systemVersions).map(({ devices }) => devices.disk_bus)
  const sound =
    spec.id === id &&
    typeof spec.name === 'string' &&
    typeof spec.ethernet_address === 'string' &&
    Number.isSafeInteger(spec.cores) &&
    Number.isSafeInteger(spec.memory) &&
    spec.devices !== undefined &&
    buses.includes(spec.devices.disk_bus)
  if (!sound) throw new Error(`${names.spec} does not describe guest ${id}`)
  return whole(spec as GuestSpec)
}

/** A spec from before guests had all that they have now: a tablet was there or not. */
function whole({ devices, ...spec }: GuestSpec): GuestSpec {
  const tablet: unknown = devices.tablet
  const added =
    typeof tablet === 'boolean' ? ({ display: 'vga', ...(tablet ? usbTablet : { usb: '', tablet: '' }) } as const) : {}
  return { ...Object.assign({ ports: [], qos: unlimited, modules: [] }, spec), devices: { ...devices, ...added } }
}

const usbTablet = { usb: 'nec-xhci', tablet: 'usb' } as const

/** Where a guest's disks are: in the folder chosen for it, or by the host when it was made, else beside it. */
export async function volumesOf({ id, volumes }: GuestSpec, folder: string): Promise<string> {
  if (volumes !== undefined) return join(volumes, id)
  const chosen = (await readJson(folder, names.volumes)) as { readonly folder: string } | undefined
  return chosen?.folder ?? folder
}

/** Makes a file's bytes and its name durable, together if the file system can. */
export async function syncFile(path: string): Promise<void> {
  await withFile(path, 'r', (file) => file.sync())
  await syncFolder(dirname(path))
}

/** Removes files of a folder, whether they are there or not. */
export async function removeFiles(folder: string, ...files: readonly string[]): Promise<void> {
  await Promise.all(files.map((name) => rm(join(folder, name), { force: true })))
}

/** Windows keeps the names in a folder by itself, and cannot open one. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform !== 'win32') await withFile(path, 'r', (folder) => folder.sync())
}

async function withFile<T>(path: string, flags: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, flags, 0o600)
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}
