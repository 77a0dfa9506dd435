import type { Socket } from 'node:net'
import { DriverError, type Driver } from '../driver'
import { HostMeter } from './host-facts'
import { qemuDisks } from './qemu-disks'
import { doing } from './qemu-errors'
import { qemuGuests } from './qemu-guests'
import { QemuHost, type QemuHostOptions } from './qemu-host'
import { qemuMedia } from './qemu-media'
import { qemuPower } from './qemu-power'
import { probeQemu } from './qemu-probe'
import { qemuScreen } from './qemu-screen'
import { qemuSnapshots } from './qemu-snapshots'
import { qemuStats } from './qemu-stats'
import { qemuStorage, volumeFolders } from './qemu-storage'

/** Opens QEMU on this computer with the guests in `folder`; rejects as `unavailable` when it cannot run any. */
export async function openQemuDriver(options: QemuHostOptions): Promise<Driver> {
  // Node opens no unix sockets there.
  if (process.platform === 'win32') throw new DriverError('QEMU on Windows cannot be used yet', 'unavailable')
  const { folder, places } = options
  const qemu = await probeQemu(places)
  const host = await doing(`The guests in ${folder} cannot be read`, () => QemuHost.open(options, qemu))
  const streams = new Set<Socket>()
  const meter = new HostMeter()

  return {
    kind: 'qemu',
    async host() {
      host.needOpen()
      host.qemu = await probeQemu(places)
      const { version, acceleration } = host.qemu
      const facts = await doing(`The folder ${folder} cannot be read`, async () => {
        const [volumes] = await volumeFolders(host)
        return meter.read(volumes).catch(() => meter.read(folder))
      })
      return { ...facts, version, acceleration }
    },
    guests: qemuGuests(host),
    power: qemuPower(host),
    disks: qemuDisks(host),
    media: qemuMedia(host),
    screen: qemuScreen(host, streams),
    stats: qemuStats(host),
    snapshots: qemuSnapshots(host),
    storage: qemuStorage(host),
    onChange: (listener) => host.onChange(listener),
    async close() {
      await host.close()
      for (const stream of streams) stream.destroy()
    }
  }
}
