import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DriverError, type GuestsFacet, type GuestSpec } from '../driver'
import { isGuestId, writeSpec } from './guest-files'
import { doing, short } from './qemu-errors'
import { powerOfGuest, stoppedGuest } from './qemu-guest'
import type { QemuHost } from './qemu-host'

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
    await doing(`Guest "${short(spec.name)}" could not be written`, () => write(spec, folder))
    if (known) known.spec = spec
    else host.guests.set(spec.id, stoppedGuest(spec, folder))
  },

  async remove({ id }) {
    if (!host.guests.has(id)) return
    const guest = host.stopped({ id })
    await doing(`Guest "${short(guest.spec.name)}" could not be removed`, () => host.remove(guest))
  }
})

async function write(spec: GuestSpec, folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    await writeSpec(folder, spec)
  } catch (cause) {
    if (made !== undefined) await rm(folder, { recursive: true, force: true })
    throw cause
  }
}
