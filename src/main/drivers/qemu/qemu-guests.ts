import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DriverError, type GuestsFacet } from '../driver'
import { isGuestId, writeSpec } from './guest-files'
import { short } from './qemu-errors'
import { powerOfGuest, type QemuHost } from './qemu-host'

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
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeSpec(folder, spec)
    const known = host.guests.get(spec.id)
    if (known) known.spec = spec
    else host.guests.set(spec.id, { spec, folder, machine: undefined, reason: '', starting: false })
  },

  async remove({ id }) {
    if (host.guests.has(id)) await host.remove(host.stopped({ id }))
  }
})
