import { describe, expect, test } from 'vitest'
import { systemVersions } from '@shared/rules/system-versions'
import { isAlive } from '@main/drivers/qemu/process-usage'
import { specOf, task } from '../drivers/conformance-parts'
import { until } from '../support/until'
import { bootableIso, bootSector, busy, diskWith, saying } from './boot-sector'
import { Bench, GREETING, guestOn, sampleImage } from './qemu-rig'
import { screenSays } from './screen'

const MiB = 1 << 20

describe('the sample guest', () => {
  test.each(Object.entries(systemVersions))(
    'boots with the devices of %s and shows its text',
    async (_name, version) => {
      const { driver } = await (await Bench.create()).open()
      const spec = await guestOn(driver, sampleImage, { devices: version.devices })
      await driver.power.start(spec)
      await screenSays(driver, spec, GREETING)
    }
  )

  test('follows the power button: its process ends, and everything of it is free', async () => {
    const bench = await Bench.create()
    const { driver, told } = await bench.open()
    const spec = await guestOn(driver)
    await driver.power.start(spec)
    const pid = await bench.pidOf(spec)
    await screenSays(driver, spec, GREETING)
    await driver.power.shutdown(spec)
    await until('the guest to be off', async () => (await driver.power.state(spec)).power === 'stopped')
    expect(await driver.power.state(spec)).toEqual({ power: 'stopped', reason: '', since: 0 })
    expect(told.at(-1)).toEqual({ id: spec.id, power: 'stopped', reason: '', since: 0 })
    expect(await isAlive(pid)).toBe(false)
    await driver.guests.remove(spec)
  })

  test('reboots in its own process: it goes down in order and comes up again', async () => {
    const bench = await Bench.create()
    const { driver, told } = await bench.open()
    const spec = await guestOn(driver)
    await driver.power.start(spec)
    const pid = await bench.pidOf(spec)
    await screenSays(driver, spec, GREETING)
    const { since } = await driver.power.state(spec)
    const read = async () => (await driver.stats.sample([spec])).get(spec.id)!.bytes_read
    const before = await read()
    await driver.power.reboot(spec)
    const again = await until('it to come up', () => told.find((change) => change.since > since))
    expect(again).toMatchObject({ power: 'running', reason: '' })
    await until('it to read its system again', async () => (await read()) >= 2 * before)
    await screenSays(driver, spec, GREETING)
    expect(await bench.pidOf(spec)).toBe(pid)
    expect(told.some(({ power }) => power !== 'running')).toBe(false)

    // A reboot is asked for once: the next time it goes down, it is off.
    await driver.power.shutdown(spec)
    await until('the guest to be off', async () => (await driver.power.state(spec)).power === 'stopped')
  })

  test('comes up again even if the application that asked for the reboot has ended', async () => {
    const bench = await Bench.create()
    const before = await bench.open()
    const spec = await guestOn(before.driver)
    await before.driver.power.start(spec)
    await screenSays(before.driver, spec, GREETING)
    const { since } = await before.driver.power.state(spec)
    await before.driver.power.reboot(spec)
    await before.driver.close()
    const { driver } = await bench.open()
    await until('it to come up', async () => (await driver.power.state(spec)).since > since)
    await screenSays(driver, spec, GREETING)
    expect(await driver.power.state(spec)).toMatchObject({ power: 'running' })
  })

  test('is reset at once: it has come up when the order is done, and that is remembered', async () => {
    const bench = await Bench.create()
    const { driver } = await bench.open()
    const spec = await guestOn(driver)
    await driver.power.start(spec)
    const { since } = await driver.power.state(spec)
    await driver.power.reset(spec)
    const after = await driver.power.state(spec)
    expect(after.since).toBeGreaterThan(since)
    await driver.close()
    expect(await (await bench.open()).driver.power.state(spec)).toEqual(after)
  })
})

describe('a drive', () => {
  test('is booted from first when the guest is started with a medium, whatever its path is', async () => {
    const bench = await Bench.create()
    const { driver } = await bench.open()
    const iso = await bench.file(`a,,b=c "d" 'e' 机器.iso`, bootableIso(saying('Booted from the medium.')))
    for (const { devices } of [systemVersions.general, systemVersions.centos7, systemVersions.legacy]) {
      const spec = await guestOn(driver, sampleImage, { devices })
      await driver.power.start(spec, { media: iso })
      await screenSays(driver, spec, 'Booted from the medium.')
      await driver.media.eject(spec)
      await driver.power.reset(spec)
      await screenSays(driver, spec, GREETING)
      await driver.power.forceOff(spec)
    }
  })

  test('is booted from when the disk has no system', async () => {
    const bench = await Bench.create()
    const { driver } = await bench.open()
    const iso = await bench.file('installer.iso', bootableIso(saying('Booted from the medium.')))
    const spec = specOf()
    await driver.guests.define(spec)
    await driver.disks.create(spec, { index: 0, size: MiB }, task())
    await driver.power.start(spec)
    await screenSays(driver, spec, 'No bootable device.')
    await driver.media.insert(spec, iso)
    await driver.power.reset(spec)
    await screenSays(driver, spec, 'Booted from the medium.')
  })
})

describe('the load of a guest', () => {
  test('is that of its processor, its memory and its disks', async () => {
    const bench = await Bench.create()
    const { driver } = await bench.open()
    const image = { path: await bench.file('busy.raw', diskWith(busy())), format: 'raw' } as const
    const idle = {
      path: await bench.file('idle.raw', diskWith(bootSector('rest: hlt\njmp rest'))),
      format: 'raw'
    } as const
    const [worker, sleeper] = [await guestOn(driver, image), await guestOn(driver, idle)]
    await driver.power.start(worker)
    await driver.power.start(sleeper)
    await until(
      'the busy one to be busier',
      async () => {
        const samples = await driver.stats.sample([worker, sleeper])
        const [busyOne, idleOne] = [samples.get(worker.id), samples.get(sleeper.id)]
        return busyOne!.bytes_read >= 512 && busyOne!.cpu_usage > 20 && idleOne!.cpu_usage < busyOne!.cpu_usage
      },
      20_000
    )
    const usage = (await driver.stats.sample([worker])).get(worker.id)!
    expect(usage.memory_available).toBeLessThan(worker.memory)
    expect(usage.uptime).toBeLessThan(60)
  })
})
