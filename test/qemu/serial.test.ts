import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemVersions } from '@shared/rules/system-versions'
import { refused } from '../drivers/conformance-parts'
import { linuxGuest } from '../support/linux-guest'
import { SerialTerminal } from '../support/serial-terminal'
import { Bench, guestOn } from './qemu-rig'

const MiB = 1 << 20

test('a Linux takes a login on its serial line, which outlives the application', async () => {
  const { disk } = await linuxGuest('cloud')
  const bench = await Bench.create()
  const { driver } = await bench.open()
  const spec = await guestOn(
    driver,
    { path: disk, format: 'qcow2', virtual_size: 256 * MiB },
    { memory: 256 * MiB, devices: systemVersions.centos7.devices }
  )
  await driver.power.start(spec)
  const early = new SerialTerminal(await driver.serial.open(spec))
  await early.says('login: ')
  // Who comes now sees what was said before.
  const late = new SerialTerminal(await driver.serial.open(spec))
  await late.says('GUEST-READY')
  late.enter('root')
  await early.says('root')
  await driver.close()

  const again = (await bench.open()).driver
  const terminal = new SerialTerminal(await again.serial.open(spec))
  terminal.enter('')
  await terminal.says(/(login|Password): /)
}, 300_000)

test('a guest from before there were serial lines runs on, and is told how it gets one', async () => {
  const bench = await Bench.create()
  const { driver } = await bench.open()
  const spec = await guestOn(driver)
  await driver.power.start(spec)
  await driver.close()
  await rm(join(bench.folder, spec.id, 'serial.sock'))
  const again = (await bench.open()).driver
  expect(await again.power.state(spec)).toMatchObject({ power: 'running' })
  expect((await refused(again.serial.open(spec), 'wrong_state')).message).toContain('Switch it off and start it again')
  await again.power.forceOff(spec)
  await again.power.start(spec)
  ;(await again.serial.open(spec)).destroy()
})
