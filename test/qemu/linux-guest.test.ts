import { beforeAll, describe, expect, test } from 'vitest'
import type { Driver, GuestSpec } from '@main/drivers/driver'
import { systemVersions } from '@shared/rules/system-versions'
import { specOf, task } from '../drivers/conformance-parts'
import { RfbClient } from '../drivers/rfb-client'
import { linuxGuest, type LinuxGuest } from '../support/linux-guest'
import { until } from '../support/until'
import { VgaText } from '../support/vga-text'
import { Bench, guestOn } from './qemu-rig'

const MiB = 1 << 20
const BOOT_MS = 60_000
const settings = {
  memory: 256 * MiB,
  devices: systemVersions.centos7.devices,
  network: { address: '10.20.30.44/24', gateway: '10.20.30.1', dns: [], provider: 'dhcp' as const }
}

describe('a real Linux', () => {
  let linux: { cloud: LinuxGuest; generic: LinuxGuest }
  beforeAll(async () => {
    linux = { cloud: await linuxGuest('cloud'), generic: await linuxGuest('generic') }
  }, 300_000)

  const installed = (driver: Driver, kernel: LinuxGuest, more: Partial<GuestSpec> = {}): Promise<GuestSpec> =>
    guestOn(driver, { path: kernel.disk, format: 'qcow2', virtual_size: 256 * MiB }, { ...settings, ...more })

  test.each([
    ['virtio', 'cloud', systemVersions.centos7],
    ['SATA and rtl8139', 'generic', systemVersions.general],
    ['IDE and rtl8139', 'generic', systemVersions.legacy],
    ['SATA and e1000', 'generic', systemVersions.win2012]
  ] as const)(
    'boots from a linked clone, takes the address leased to it, and obeys the power button: %s',
    async (_name, kernel, { devices }) => {
      const { driver } = await (await Bench.create()).open()
      const spec = await installed(driver, linux[kernel], { devices })
      await driver.power.start(spec)
      await isUp(driver, spec, 1)
      await driver.power.shutdown(spec)
      await until('it to be off', async () => (await driver.power.state(spec)).power === 'stopped', BOOT_MS)
    }
  )

  test('reboots in order, in its own process, and finds on its disk what it wrote', async () => {
    const bench = await Bench.create()
    const { driver } = await bench.open()
    const spec = await installed(driver, linux.cloud)
    await driver.power.start(spec)
    await isUp(driver, spec, 1)
    const pid = await bench.pidOf(spec)
    await driver.power.reboot(spec)
    await isUp(driver, spec, 2)
    expect(await bench.pidOf(spec)).toBe(pid)
  })

  test('boots from its medium beside an empty disk, where it keeps nothing', async () => {
    const { driver } = await (await Bench.create()).open()
    const spec = specOf(settings)
    await driver.guests.define(spec)
    await driver.disks.create(spec, { index: 0, size: MiB }, task())
    await driver.power.start(spec, { media: linux.cloud.iso })
    await isUp(driver, spec, 0)
  })
})

/** Waits until the screen has the guest's address, which teaches the digits, and says which boot of its disk this is. */
async function isUp(driver: Driver, spec: GuestSpec, boots: number): Promise<void> {
  const look = async (): Promise<unknown> => {
    const stream = await driver.screen.open(spec)
    try {
      const viewer = await RfbClient.connect(stream)
      viewer.request(false)
      await viewer.update()
      const screen = new VgaText(viewer)
      const hasAddress = screen.find('GUEST-IP eth0 10.20.30.44') !== undefined
      return hasAddress && screen.find(`GUEST-READY hostname=guest instance-id= boots=${boots} uptime=`)
    } finally {
      stream.destroy()
    }
  }
  await until(`the guest to be up, boots=${boots}`, look, BOOT_MS)
}
