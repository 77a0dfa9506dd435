import type { SerialFacet } from '../driver'
import { refuse } from './qemu-guest'
import type { QemuHost } from './qemu-host'

/** The serial ports that guests are started with. */
export const qemuSerial = (host: QemuHost): SerialFacet => ({
  async open(handle) {
    host.powered(handle)
    const guest = host.get(handle)
    const line = await guest.serial
    return line?.watch() ?? refuse(guest, NONE)
  }
})

const NONE =
  'has no serial line, because an earlier version of this application started it. Switch it off and start it again to give it one'
