import { stat } from 'node:fs/promises'
import { neededBy, withCurrent, withoutTaken, withTaken } from '@shared/rules/snapshot-tree'
import type { DriverOptions, SnapshotsFacet } from '../driver'
import { headerOf, readLayout, sizesOf, type Files, type Layout, type Merge, type TakenSnapshot } from './disk-layout'
import { names, syncFile } from './guest-files'
import { endOf } from './new-disk'
import { change, type Change } from './qemu-changes'
import { refuse } from './qemu-guest'
import type { QemuHost } from './qemu-host'

/**
 * Snapshots are the files of all disks as they were, which nobody writes to any more; the guest goes on in files of
 * their own above them.
 */
export const qemuSnapshots = (host: QemuHost): SnapshotsFacet => ({
  async list(handle) {
    await host.get(handle).settled
    const { snapshots } = await readLayout(host.get(handle))
    return snapshots.map(({ files: _files, ...facts }) => facts)
  },

  create: (handle, { name, description, time }, options) =>
    change(host, handle, { what: `its snapshot "${name}" is being taken` }, async (at) => {
      const { guest, layout } = at
      if (layout.snapshots.some((snapshot) => snapshot.name === name)) refuse(guest, `has a snapshot "${name}"`)
      const sizes = await sizesOf(guest, layout.live)
      const taken = { name, description, time, sizes, files: layout.live }
      await goOnFrom(at, taken, { ...options, snapshots: withTaken(layout.snapshots, taken) })
    }),

  restore: (handle, name, options) =>
    change(host, handle, { what: `its snapshot "${name}" is being restored` }, async (at) => {
      const { snapshots } = at.layout
      await goOnFrom(at, snapshotOf(at, name), { ...options, snapshots: withCurrent(snapshots, name) })
    }),

  remove(handle, name, options) {
    const { progress } = options
    const onFraction = (fraction: number): void => progress.report(fraction, 'merged')
    return change(host, handle, { what: `its snapshot "${name}" is being removed`, onFraction }, (at) =>
      remove(at, name, { ...options, onFraction })
    )
  }
})

/** Makes fresh files above those of a snapshot, and lets the guest go on in them. */
async function goOnFrom(
  { guest, layout, img, path, commit }: Change,
  { files, sizes }: { readonly files: Files; readonly sizes: readonly number[] },
  { snapshots, signal, progress }: DriverOptions & Pick<Layout, 'snapshots'>
): Promise<void> {
  const live = files.map((file, index) => file && names.layer(guest.spec.id, index, layout.next))
  try {
    for (const [index, file] of live.entries()) {
      const frozen = files[index]
      if (!file || !frozen) continue
      signal.throwIfAborted()
      await img.create(path(file), sizes[index] ?? 0, { path: frozen, format: 'qcow2' })
      await syncFile(path(file))
    }
    signal.throwIfAborted()
    await commit({ ...layout, snapshots, live, next: layout.next + 1 })
  } catch (cause) {
    throw endOf(signal, cause, `The disks of guest "${guest.spec.name}" could not be put on a snapshot`)
  }
  progress.report(1, 'done')
}

/**
 * Takes a snapshot out of the tree. Its files and those that need them are merged in the direction that writes less;
 * neither is an image or needed by another branch, as only one goes on from them.
 */
async function remove(
  at: Change,
  name: string,
  { signal, onFraction }: DriverOptions & { readonly onFraction: (fraction: number) => void }
): Promise<void> {
  const { guest, layout, img, path, commit, writesTo } = at
  const gone = snapshotOf(at, name)
  const others = neededBy(layout.snapshots, name)
  if (others.length > 0) refuse(guest, `needs its snapshot "${name}" for ${others.join(', ')}`)
  const without = { ...layout, snapshots: withoutTaken(layout.snapshots, name) }
  try {
    signal.throwIfAborted()
    const merges = await mergesFor(at, gone)
    const [above, below] = await Promise.all([
      spaceOf(merges.map(({ upper }) => path(upper))),
      spaceOf(merges.map(({ lower }) => path(lower)))
    ])
    if (above <= below) return await commit({ ...without, merges })
    await writesTo(merges.map(({ upper, lower }) => ({ file: upper, backing: lower })))
    for (const [index, { upper, lower }] of merges.entries()) {
      const { backing } = await img.info(path(lower))
      await img.rebase(path(upper), backing, {
        signal,
        onFraction: (fraction) => onFraction((index + fraction) / merges.length)
      })
      await syncFile(path(upper))
    }
    signal.throwIfAborted()
    await commit(without)
  } catch (cause) {
    throw endOf(signal, cause, `Snapshot "${name}" of guest "${guest.spec.name}" could not be removed`)
  }
}

/** What goes on from the files of a snapshot that only one goes on from: those of its child, or of the guest itself. */
async function mergesFor({ layout, path }: Change, { name, current, files }: TakenSnapshot): Promise<Merge[]> {
  const child = layout.snapshots.find(({ backing }) => backing === name)
  const above = child?.files ?? (current ? layout.live : [])
  const merges: Merge[] = []
  for (const [index, upper] of above.entries()) {
    const lower = files[index]
    // A disk made since is not on the one of then.
    if (upper && lower && (await headerOf(path(upper))).backing === lower) merges.push({ upper, lower })
  }
  return merges
}

const snapshotOf = ({ guest, layout }: Change, name: string): TakenSnapshot =>
  layout.snapshots.find((snapshot) => snapshot.name === name) ?? refuse(guest, `has no snapshot "${name}"`)

/** What files take of their file system, in bytes; a block is 512 on every POSIX system (stat(2)). */
async function spaceOf(paths: readonly string[]): Promise<number> {
  const stats = await Promise.all(paths.map((path) => stat(path)))
  return stats.reduce((sum, { blocks }) => sum + blocks * 512, 0)
}
