import { access, rename, rm } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { formatBytes } from '@shared/text/bytes'
import { DriverError, type DisksFacet, type DriverOptions } from '../driver'
import { buses } from './disk-devices'
import { headerOf, readLayout, sizesOf, storedLayout, withDisk, writeLayout, type Layout } from './disk-layout'
import { names, syncFile } from './guest-files'
import { endOf, imgWork, isCopy, makeDisk, type NewDisk } from './new-disk'
import { change, imgOf } from './qemu-changes'
import { doing } from './qemu-errors'
import { refuse, type QemuGuest } from './qemu-guest'
import type { QemuHost } from './qemu-host'
import { QemuImg } from './qemu-img'

/** Disks are qcow2 files beside their guest, or in the folder chosen for it; an image is only read. */
export const qemuDisks = (host: QemuHost): DisksFacet => ({
  async create(handle, disk, options) {
    await host.get(handle).settled
    const guest = host.get(handle)
    const room = buses[guest.spec.devices.disk_bus].disks
    if (disk.index >= room) refuse(guest, `has room for ${room} disks`)
    if (guest.busy !== '') refuse(guest, `is busy: ${guest.busy}`)
    if (guest.making.has(disk.index)) refuse(guest, `has a disk ${disk.index}`)
    guest.making.add(disk.index)
    try {
      await create(guest, disk, { ...options, img: new QemuImg(await imgOf(host)) })
    } finally {
      guest.making.delete(disk.index)
    }
  },

  replace: (handle, disk, options) =>
    change(host, handle, { what: `its disk ${disk.index} is being replaced` }, async ({ guest, layout, path, img }) => {
      const old = path(needDisk(guest, layout, disk.index))
      if (layout.snapshots.length > 0) refuse(guest, 'has snapshots')
      await putInPlace(old, options, (part) => makeDisk(part, disk, { ...options, img }))
    }),

  async grow(handle, disk) {
    const guest = host.get(handle)
    const { machine } = guest
    if (machine) return grow(guest, disk, (path) => machine.resize(path, disk.size))
    const what = `its disk ${disk.index} is being made larger`
    await change(host, handle, { what }, ({ img, writesTo }) =>
      grow(guest, disk, async (path) => {
        await writesTo([{ file: basename(path) }])
        await img.grow(path, disk.size)
        await syncFile(path)
      })
    )
  },

  shrink: (handle, index, options) =>
    change(host, handle, { what: `its disk ${index} is being shrunk` }, async ({ guest, layout, path, img }) => {
      const old = path(needDisk(guest, layout, index))
      await putInPlace(old, options, async (part) => {
        const { size, backing } = await img.info(old)
        const work = { ...imgWork(options, size), ...(backing && { backing }) }
        await img.copy({ path: old, format: 'qcow2' }, part, work)
      })
    }),

  export: (handle, index, path, options) =>
    change(
      host,
      handle,
      { what: `its disk ${index} is being copied` },
      async ({ guest, layout, path: pathOf, img }) => {
        const disk = pathOf(needDisk(guest, layout, index))
        if (await exists(path)) throw new DriverError(`The file ${path} exists already`)
        await copyOut(disk, resolve(path), { ...options, img })
      }
    ),

  async remove(handle, index) {
    const guest = host.stopped(handle)
    if (!(await storedLayout(guest))) {
      const path = join(guest.volumes, names.disk(guest.spec.id, index))
      return doing(`The disk ${path} could not be removed`, () => rm(path, { force: true }))
    }
    await change(host, handle, { what: `its disk ${index} is being removed` }, ({ layout, commit }) =>
      commit({ ...layout, live: withDisk(layout.live, index, null) })
    )
  },

  async sizes(handle) {
    const guest = host.get(handle)
    return sizesOf(guest, (await readLayout(guest)).live)
  }
})

/** A copy has another name until it is whole. */
async function create(
  guest: QemuGuest,
  disk: NewDisk,
  options: DriverOptions & { readonly img: QemuImg }
): Promise<void> {
  const { spec, volumes, making } = guest
  const { index } = disk
  const stored = await storedLayout(guest)
  const { live } = stored ?? (await readLayout(guest))
  if (live[index]) refuse(guest, `has a disk ${index}`)
  if (stored && making.size > 1) refuse(guest, 'is busy: another disk is being made')
  const file = stored ? names.layer(spec.id, index, stored.next) : names.disk(spec.id, index)
  const path = join(volumes, file)
  if (isCopy(disk)) {
    await makeDisk(names.part(path), disk, options)
    await rename(names.part(path), path)
    await syncFile(path)
  } else await makeDisk(path, disk, options)
  if (stored) await writeLayout(guest, { ...stored, live: withDisk(live, index, file), next: stored.next + 1 })
}

/** Lets `work` make a disk that is there larger, if it is smaller than wanted. */
async function grow(
  guest: QemuGuest,
  { index, size }: { readonly index: number; readonly size: number },
  work: (path: string) => Promise<void>
): Promise<void> {
  const path = join(guest.volumes, needDisk(guest, await readLayout(guest), index))
  const had = await doing(`The disk ${path} cannot be read`, async () => (await headerOf(path)).size)
  if (size < had) refuse(guest, `has a disk ${index} of ${formatBytes(had)}, which is more already`)
  if (size > had) await doing(`The disk ${path} could not be made larger`, () => work(path))
}

/** Lets `make` write a new file, and puts it in the place of the old one once it is whole. */
async function putInPlace(
  path: string,
  { signal, progress }: DriverOptions,
  make: (part: string) => Promise<void>
): Promise<void> {
  const part = names.part(path)
  try {
    await make(part)
    await syncFile(part)
    signal.throwIfAborted()
    await rename(part, path)
    await syncFile(path)
  } catch (cause) {
    throw endOf(signal, cause, `The disk ${path} could not be replaced`)
  }
  progress.report(1, 'replaced')
}

async function copyOut(
  disk: string,
  target: string,
  { img, ...options }: DriverOptions & { readonly img: QemuImg }
): Promise<void> {
  const { signal, progress } = options
  try {
    signal.throwIfAborted()
    const { size } = await img.info(disk)
    await img.copy({ path: disk, format: 'qcow2' }, target, imgWork(options, size))
    await syncFile(target)
    signal.throwIfAborted()
  } catch (cause) {
    await rm(target, { force: true })
    throw endOf(signal, cause, `The image ${target} could not be made`)
  }
  progress.report(1, 'made')
}

const needDisk = (guest: QemuGuest, { live }: Layout, index: number): string =>
  live[index] ?? refuse(guest, `has no disk ${index}`)

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false
  )
