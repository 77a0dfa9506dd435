import type { Socket } from 'node:net'
import { DriverError, type Driver } from '../driver'
import { AgentUsage } from './agent-usage'
import { HostMeter } from './host-facts'
import { QemuAgents, qemuAgent } from './qemu-agent'
import { qemuDisks } from './qemu-disks'
import { doing } from './qemu-errors'
import { qemuGuests } from './qemu-guests'
import { QemuHost, type QemuHostOptions } from './qemu-host'
import { applyChanges } from './qemu-limits'
import { qemuMedia } from './qemu-media'
import { qemuPower } from './qemu-power'
import { probeQemu } from './qemu-probe'
import { qemuScreen } from './qemu-screen'
import { qemuSerial } from './qemu-serial'
import { qemuSnapshots } from './qemu-snapshots'
import { qemuStats } from './qemu-stats'
import { qemuStorage, volumeFolders } from './qemu-storage'
import { within } from './within'

/** Opens QEMU on this computer with the guests in `folder`; rejects as `unavailable` when it cannot run any. */
export async function openQemuDriver(options: QemuHostOptions): Promise<Driver> {
  // Node opens no unix sockets there.
  if (process.platform === 'win32') throw new DriverError('QEMU on Windows cannot be used yet', 'unavailable')
  const { folder, places } = options
  const qemu = await probeQemu(places)
  const host = await doing(`The guests in ${folder} cannot be read`, () => QemuHost.open(options, qemu))
  await settle(host)
  const agents = new QemuAgents(host)
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
    power: qemuPower(host, agents),
    disks: qemuDisks(host),
    media: qemuMedia(host),
    screen: qemuScreen(host, streams),
    serial: qemuSerial(host),
    stats: qemuStats(host, new AgentUsage(agents)),
    agent: qemuAgent(agents),
    snapshots: qemuSnapshots(host),
    storage: qemuStorage(host),
    onChange: (listener) => host.onChange(listener),
    async close() {
      await host.close()
      for (const stream of streams) stream.destroy()
    }
  }
}

/** How long guests that have run on may take. */
const SETTLE_MS = 3_000

/** An application that was killed in the middle of a change may have left a running guest with other limits than its own. */
async function settle(host: QemuHost): Promise<void> {
  const all = [...host.guests.values()].map(async ({ spec, machine }) => {
    if (machine?.power.power === 'running') await applyChanges(host, machine, spec)
  })
  const { clock, log } = host.options
  const told = all.map((each) => each.catch((cause: unknown) => log.warn(`limits of a guest: ${String(cause)}`)))
  await within(SETTLE_MS, clock, Promise.all(told))
}
