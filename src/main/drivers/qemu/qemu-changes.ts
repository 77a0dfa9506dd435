import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { DriverError, type GuestHandle } from '../driver'
import {
  addWritten,
  endTools,
  environmentOf,
  isOwned,
  placeMark,
  readMark,
  removeMark,
  type ChangeMark,
  type Written
} from './change-mark'
import { filesOf, headerOf, readLayout, sweep, writeLayout, type Layout, type Merge } from './disk-layout'
import { syncFile } from './guest-files'
import { doing } from './qemu-errors'
import { refuse, type QemuGuest } from './qemu-guest'
import type { QemuHost } from './qemu-host'
import { QemuImg } from './qemu-img'
import { missing } from './qemu-probe'

/** The disks of one stopped guest, held for one change. */
export interface Change {
  readonly guest: QemuGuest
  readonly layout: Layout
  readonly img: QemuImg
  /** Full path of one of the files. */
  path(file: string): string
  /** Says before a tool writes to files that are in use that it does; they must show the same all the time. */
  writesTo(files: readonly Written[]): Promise<void>
  /** From when it resolves on, the change is made. What the layout has no more is removed soon, what it merges is merged. */
  commit(layout: Layout): Promise<void>
}

export interface ChangeOptions {
  /** As in `its disk 0 is being shrunk`. */
  readonly what: string
  /** Hears how far the merges are. */
  readonly onFraction?: (fraction: number) => void
}

/** Folders of guests that this process changes, through whatever driver. */
const changing = new Set<string>()

/**
 * Changes the disks of a stopped guest, which nobody starts or changes meanwhile. Whatever ends the change, be it the
 * end of this process, the disks are then as they were, or as they are after it: new files come under new names, the
 * layout says in one step that they are the disks, and files that are in use are only written to with what they show.
 */
export async function change<T>(
  host: QemuHost,
  handle: GuestHandle,
  { what, onFraction = () => {} }: ChangeOptions,
  work: (change: Change) => Promise<T>
): Promise<T> {
  await host.get(handle).settled
  const guest = host.stopped(handle)
  if (changing.has(guest.folder)) refuse(guest, 'is being changed elsewhere')
  changing.add(guest.folder)
  guest.busy = what
  try {
    const program = await imgOf(host)
    if (await host.isTaken(guest)) refuse(guest, 'is run by another application')
    const mark = await doing(`The disks of guest ${guest.spec.id} cannot be changed`, () => take(host, guest))
    const img = new QemuImg(program, environmentOf(mark))
    let failed = true
    try {
      const layout = await doing(`The disks in ${guest.volumes} cannot be read`, () => readLayout(guest))
      const done = await work({
        guest,
        layout,
        img,
        path: (file) => join(guest.volumes, file),
        writesTo: (files) => addWritten(guest.folder, mark, files),
        commit: (next) => writeLayout(guest, next)
      })
      failed = false
      return done
    } finally {
      await tidyLater(host, guest, { img, repair: failed, onFraction })
    }
  } finally {
    guest.busy = ''
    changing.delete(guest.folder)
  }
}

/** Finishes or undoes what an application has left undone that was killed while it changed a guest's disks. */
export async function settle(host: QemuHost, guest: QemuGuest): Promise<void> {
  try {
    const mark = await readMark(guest.folder)
    if (!mark || guest.machine || changing.has(guest.folder) || (await isOwned(mark))) return
    changing.add(guest.folder)
    try {
      await endTools(mark, host.options.clock)
      await tidy(guest, { img: new QemuImg(await imgOf(host)), repair: true, onFraction: () => {} })
    } finally {
      changing.delete(guest.folder)
    }
    host.options.log.info(`a change of the disks of guest ${guest.spec.id} was cut off; they are whole`)
  } catch (cause) {
    host.options.log.warn(`a change of the disks of guest ${guest.spec.id} is not finished: ${String(cause)}`)
  }
}

/** Refuses while somebody else changes the guest's disks, be it another application. */
export async function needUnchanged(guest: QemuGuest): Promise<void> {
  const mark = await readMark(guest.folder)
  if (changing.has(guest.folder) || (mark && (await isForeign(mark)))) refuse(guest, 'is being changed elsewhere')
}

const isForeign = async (mark: ChangeMark): Promise<boolean> => mark.pid !== process.pid && (await isOwned(mark))

export async function imgOf({ qemu }: QemuHost): Promise<string> {
  if (qemu.img === undefined) throw new DriverError(await missing('qemu-img'), 'unavailable')
  return qemu.img
}

/** Marks the guest as being changed; whatever is left of an earlier change is finished first. */
async function take(host: QemuHost, guest: QemuGuest): Promise<ChangeMark> {
  const before = await readMark(guest.folder)
  if (before && (await isForeign(before))) refuse(guest, 'is being changed elsewhere')
  if (before) {
    await endTools(before, host.options.clock)
    await tidy(guest, { img: new QemuImg(await imgOf(host)), repair: true, onFraction: () => {} })
  }
  return (await placeMark(guest.folder)) ?? refuse(guest, 'is being changed elsewhere')
}

interface Tidying {
  readonly img: QemuImg
  readonly repair: boolean
  readonly onFraction: (fraction: number) => void
}

/** The change is made or not made by now; what cannot be tidied up is done before the next one. */
async function tidyLater(host: QemuHost, guest: QemuGuest, how: Tidying): Promise<void> {
  const again = (): Promise<void> => tidy(guest, { ...how, repair: true })
  await tidy(guest, how)
    .catch(again)
    .catch((cause: unknown) =>
      host.options.log.warn(`the disks of guest ${guest.spec.id} are not tidied up: ${String(cause)}`)
    )
}

/** Brings the files of a guest to what its layout says. Can be done again from any point at which it ends. */
async function tidy(guest: QemuGuest, { img, repair, onFraction }: Tidying): Promise<void> {
  const layout = await readLayout(guest)
  for (const [index, each] of layout.merges.entries()) {
    await merge(guest, { img, ...each }, (fraction) => onFraction((index + fraction) / layout.merges.length))
  }
  if (repair) await undoWritten(guest, layout, img)
  if (layout.merges.length > 0) await writeLayout(guest, { ...layout, merges: [] })
  await sweep(guest, { ...layout, merges: [] })
  await removeMark(guest.folder)
}

/** The lower file shows what the upper one shows before it takes its name. */
async function merge(
  { volumes }: QemuGuest,
  { img, ...merge }: Merge & { readonly img: QemuImg },
  onFraction: (fraction: number) => void
): Promise<void> {
  const [upper, lower] = [join(volumes, merge.upper), join(volumes, merge.lower)]
  // It is done if the file is on another one: it was the lower file then.
  if ((await headerOf(upper)).backing !== merge.lower) return
  await img.commit(upper, lower, { onFraction })
  await syncFile(lower)
  await rename(lower, upper)
  await syncFile(upper)
}

/** Files that were being written to are on what the layout has below them, and lose no space. */
async function undoWritten(guest: QemuGuest, layout: Layout, img: QemuImg): Promise<void> {
  const mark = await readMark(guest.folder)
  const files = filesOf({ ...layout, merges: [] })
  const merged = layout.merges.map(({ upper }): Written => ({ file: upper }))
  for (const { file, backing } of [...(mark?.written ?? []), ...merged]) {
    if (!files.has(file)) continue
    const path = join(guest.volumes, file)
    await img.repair(path)
    if (backing !== undefined && files.has(backing) && (await headerOf(path)).backing !== backing)
      await img.putBackOn(path, backing)
  }
}
