import type { Socket } from 'node:net'
import type { ScreenFacet } from '../driver'
import { driverErrorOf } from './qemu-errors'
import type { QemuHost } from './qemu-host'
import { connectUnix } from './qmp/connect-unix'

/** The socket of QEMU's own VNC server: what is drawn goes through no hand of ours. `streams` has the open ones. */
export const qemuScreen = (host: QemuHost, streams: Set<Socket>): ScreenFacet => ({
  async open(handle) {
    host.powered(handle)
    const stream = await connectUnix(host.socketOf(host.get(handle), 'screen')).catch((cause: unknown) => {
      throw driverErrorOf(cause, 'The screen cannot be opened')
    })
    streams.add(stream)
    return stream.once('close', () => streams.delete(stream))
  }
})
