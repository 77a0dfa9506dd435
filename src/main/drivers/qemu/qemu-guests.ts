import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DriverError, type GuestsFacet, type GuestSpec } from '../driver'
import { isGuestId, names, writeJson, writeSpec } from './guest-files'
import { doing, short } from './qemu-errors'
import { powerOfGuest, refuse, stoppedGuest, type QemuGuest } from './qemu-guest'
import type { QemuHost } from './qemu-host'
import { applyChanges } from './qemu-limits'
import { needVolumeFolder, volumeFolders } from './qemu-storage'

/** Guests are folders, and what is known of a guest is a file in its folder. */
export const qemuGuests = (host: QemuHost): GuestsFacet => ({
  async list() {
    return [...host.guests.values()].map((guest) => ({
      spec: guest.spec,
      media: guest.machine?.media ?? '',
      ...powerOfGuest(guest)
    }))
  },

  async define(spec) {
    if (!isGuestId(spec.id)) throw new DriverError(`"${short(spec.id)}" cannot be the id of a guest`)
    const folder = join(host.folder, spec.id)
    const known = host.guests.get(spec.id)
    if (known && known.spec.volumes !== spec.volumes) refuse(known, `has its volumes in ${known.volumes}`)
    if (!known) return define(host, spec, folder)
    await change(host, known, spec)
    known.spec = spec
  },

  async remove({ id }) {
    if (!host.guests.has(id)) return
    await host.get({ id }).settled
    const guest = host.stopped({ id })
    await doing(`Guest "${short(guest.spec.name)}" could not be removed`, () => host.remove(guest))
  }
})

/** A new guest has the volumes that it will have where they are to be from then on. */
async function define(host: QemuHost, spec: GuestSpec, folder: string): Promise<void> {
  const [chosen] = spec.volumes === undefined ? await volumeFolders(host) : [spec.volumes]
  await needVolumeFolder(chosen)
  const volumes = chosen === host.folder ? folder : join(chosen, spec.id)
  await doing(`Guest "${short(spec.name)}" could not be written`, async () => {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 })
    try {
      if (spec.volumes === undefined && volumes !== folder) await writeJson(folder, names.volumes, { folder: volumes })
      await writeSpec(folder, spec)
      await mkdir(volumes, { recursive: true, mode: 0o700 })
    } catch (cause) {
      if (made !== undefined) await rm(folder, { recursive: true, force: true })
      throw cause
    }
  })
  host.guests.set(spec.id, stoppedGuest(spec, folder, volumes))
}

/** What cannot be changed at once, or not be written down, leaves the guest as it was. */
async function change(host: QemuHost, { spec: before, folder, machine }: QemuGuest, spec: GuestSpec): Promise<void> {
  const apply = async (to: GuestSpec, from?: GuestSpec): Promise<void> => {
    if (machine) await applyChanges(host, machine, to, from)
  }
  try {
    await apply(spec, before)
    await doing(`Guest "${short(spec.name)}" could not be written`, () => writeSpec(folder, spec))
  } catch (cause) {
    await apply(before).catch((failed: unknown) =>
      host.options.log.warn(`limits of guest ${spec.id}: ${String(failed)}`)
    )
    throw cause
  }
}
