import { open, readdir } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { DriverError, type SnapshotFacts } from '../driver'
import { findDisks, names, readJson, removeFiles, writeJson } from './guest-files'
import { doing } from './qemu-errors'
import type { QemuGuest } from './qemu-guest'

/** File names in the folder of a guest's disks, by index of the disk; null where there is none. */
export type Files = readonly (string | null)[]

export interface TakenSnapshot extends SnapshotFacts {
  readonly files: Files
}

/** What `upper` holds is being written to `lower`, the file it is on, which takes its name then. */
export interface Merge {
  readonly upper: string
  readonly lower: string
}

/** Which files the disks of a guest are. Each is on the file of the snapshot, or the image, that it goes on from. */
export interface Layout {
  /** What the guest writes to; no other file changes but by a merge. */
  readonly live: Files
  readonly snapshots: readonly TakenSnapshot[]
  readonly merges: readonly Merge[]
  /** The number of the next layer. */
  readonly next: number
}

/** The layout beside a guest; undefined while the names of its disks tell all. */
export async function storedLayout({ folder, spec }: QemuGuest): Promise<Layout | undefined> {
  const layout = (await doing(`The disks of guest ${spec.id} cannot be read`, () => readJson(folder, names.layout))) as
    Layout | undefined
  if (layout && ![layout.live, layout.snapshots, layout.merges].every((list) => Array.isArray(list)))
    throw new DriverError(`The file ${join(folder, names.layout)} does not describe the disks of guest ${spec.id}`)
  return layout
}

export async function readLayout(guest: QemuGuest): Promise<Layout> {
  const stored = await storedLayout(guest)
  if (stored) return stored
  const found = await doing(`The disks in ${guest.volumes} cannot be read`, () =>
    findDisks(guest.volumes, guest.spec.id)
  )
  return { live: found.map((file) => file ?? null), snapshots: [], merges: [], next: 1 }
}

/** From when it resolves on, the disks are these, whatever happens. */
export const writeLayout = (guest: QemuGuest, layout: Layout): Promise<void> =>
  writeJson(guest.folder, names.layout, layout)

/** The files with another one at `index`, or with none. */
export function withDisk(files: Files, index: number, file: string | null): Files {
  const changed = Array.from({ length: Math.max(files.length, index + 1) }, (_, at) =>
    at === index ? file : (files[at] ?? null)
  )
  return changed.slice(0, changed.findLastIndex((each) => each !== null) + 1)
}

/** The disks a guest has, in order, as a QEMU calls them that runs in the guest's folder. */
export async function diskNames(guest: QemuGuest): Promise<string[]> {
  const files = (await readLayout(guest)).live.filter((file) => file !== null)
  return guest.volumes === guest.folder ? files : files.map((file) => join(guest.volumes, file))
}

/** Every file that a layout speaks of. */
export function filesOf({ live, snapshots, merges }: Layout): Set<string> {
  const files = [...live, ...snapshots.flatMap((snapshot) => snapshot.files)]
  return new Set([...files.filter((file) => file !== null), ...merges.flatMap(({ upper, lower }) => [upper, lower])])
}

/** Removes what was written beside the disks and belongs to none. */
export async function sweep(guest: QemuGuest, layout: Layout): Promise<void> {
  const needed = filesOf(layout)
  // No file goes that another one is on, whatever the layout says.
  for (const file of needed) {
    const { backing } = await headerOf(join(guest.volumes, file))
    if (backing !== undefined && !isAbsolute(backing)) needed.add(backing)
  }
  const found = await readdir(guest.volumes)
  const isOurs = (file: string): boolean => file.startsWith(`${guest.spec.id}_`) && /\.qcow2(\.part)?$/.test(file)
  await removeFiles(guest.volumes, ...found.filter((file) => isOurs(file) && !needed.has(file)))
  await removeFiles(guest.folder, `${names.layout}.new`, `${names.change}.new`)
}

/** Sizes of disks in bytes, 0 where there is none. */
export const sizesOf = (guest: QemuGuest, files: Files): Promise<number[]> =>
  doing(`The disks in ${guest.volumes} cannot be read`, () =>
    Promise.all(files.map(async (file) => (file === null ? 0 : (await headerOf(join(guest.volumes, file))).size)))
  )

/** What the header of one of our own disks says, which may be in use (QEMU docs/interop/qcow2.txt). */
export async function headerOf(path: string): Promise<{ readonly size: number; readonly backing?: string }> {
  const file = await open(path)
  try {
    const { buffer: head } = await file.read(Buffer.alloc(32), 0, 32, 0)
    const [at, length, size] = [head.readBigUInt64BE(8), head.readUInt32BE(16), Number(head.readBigUInt64BE(24))]
    if (at === 0n) return { size }
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, Number(at))
    return { size, backing: buffer.toString() }
  } finally {
    await file.close()
  }
}
