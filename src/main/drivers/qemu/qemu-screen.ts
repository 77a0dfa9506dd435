import type { Socket } from 'node:net'
import type { ScreenFacet } from '../driver'
import { doing } from './qemu-errors'
import type { QemuHost } from './qemu-host'
import { connectUnix } from './qmp/connect-unix'

/** The socket of QEMU's own VNC server: what is drawn goes through no hand of ours. `streams` has the open ones. */
export const qemuScreen = (host: QemuHost, streams: Set<Socket>): ScreenFacet => ({
  async open(handle) {
    host.powered(handle)
    const path = await host.socketOf(host.get(handle), 'screen')
    const stream = await doing('The screen cannot be opened', () => connectUnix(path))
    streams.add(stream)
    return stream.once('close', () => streams.delete(stream))
  }
})
