import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { GuestPower } from '@main/drivers/driver'
import { isAlive } from '@main/drivers/qemu/process-usage'
import { refused } from '../drivers/conformance-parts'
import { until } from '../support/until'
import { listeningPorts, sessionOf } from './proc'
import { Bench, guestOn } from './qemu-rig'

/** The application's own part in another process, which has started a guest. */
async function startElsewhere(folder: string, id: string) {
  const child = spawn(
    process.execPath,
    ['--import', resolve('test/support/register-source.ts'), resolve('test/qemu/start-guest.ts'), folder, id],
    { stdio: ['ignore', 'pipe', 'inherit'] }
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, power: JSON.parse(line.toString()) as GuestPower }
}

describe('a guest outlives the application', () => {
  test('when it is killed: the next one finds the guest as it is, and orders it', async () => {
    const bench = await Bench.create()
    const id = randomUUID()
    const { child, power } = await startElsewhere(bench.folder, id)
    child.kill('SIGKILL')
    await once(child, 'exit')

    const { driver, told } = await bench.open()
    expect(await driver.power.state({ id })).toEqual(power)
    expect(power).toMatchObject({ power: 'running', reason: '' })
    await driver.power.forceOff({ id })
    expect(told).toEqual([{ id, power: 'stopped', reason: '', since: 0 }])
  })

  test('and has a session of its own, which no terminal ends', async () => {
    const bench = await Bench.create()
    const { driver } = await bench.open()
    const spec = await guestOn(driver)
    await driver.power.start(spec)
    const pid = await bench.pidOf(spec)
    expect(await sessionOf(pid)).toBe(pid)
  })
})

describe('a guest that dies', () => {
  test('is stopped within 2 s, with an event and a reason', async () => {
    const bench = await Bench.create()
    const { driver, told } = await bench.open()
    const spec = await guestOn(driver)
    await driver.power.start(spec)
    process.kill(await bench.pidOf(spec), 'SIGKILL')
    const last = await until('word of the end', () => told.find(({ power }) => power === 'stopped'), 2_000)
    expect(last).toEqual({ id: spec.id, power: 'stopped', reason: 'Its QEMU ended unexpectedly', since: 0 })
    expect(await driver.power.state(spec)).toMatchObject({ power: 'stopped', reason: last.reason })
    await driver.power.start(spec)
    expect(await driver.power.state(spec)).toMatchObject({ power: 'running', reason: '' })
  })

  test('by the hand of somebody else says so', async () => {
    const bench = await Bench.create()
    const { driver, told } = await bench.open()
    const spec = await guestOn(driver)
    await driver.power.start(spec)
    process.kill(await bench.pidOf(spec), 'SIGTERM')
    const last = await until('word of the end', () => told.find(({ power }) => power === 'stopped'))
    expect(last.reason).toBe('Its QEMU was told to end by a signal')
  })

  test('while no application looked is known to have died', async () => {
    const bench = await Bench.create()
    const before = await bench.open()
    const spec = await guestOn(before.driver)
    await before.driver.power.start(spec)
    await before.driver.close()
    const pid = await bench.pidOf(spec)
    process.kill(pid, 'SIGKILL')
    await until('the end of QEMU', async () => !(await isAlive(pid)))
    const { driver } = await bench.open()
    expect(await driver.power.state(spec)).toMatchObject({ power: 'stopped', reason: 'Its QEMU ended unexpectedly' })
  })
})

describe('a QEMU that hangs', () => {
  test('is told as halted until it answers, and can be forced off all the same', async () => {
    const bench = await Bench.create()
    const before = await bench.open()
    const spec = await guestOn(before.driver)
    await before.driver.power.start(spec)
    await before.driver.close()
    const pid = await bench.pidOf(spec)

    process.kill(pid, 'SIGSTOP')
    const { driver } = await bench.open()
    const hanging = await driver.power.state(spec)
    expect(hanging).toMatchObject({ power: 'failed', reason: `Its QEMU (process ${pid}) does not answer` })
    await refused(driver.power.shutdown(spec), 'wrong_state')
    process.kill(pid, 'SIGCONT')
    await until('its answer', async () => (await driver.power.state(spec)).power === 'running')

    process.kill(pid, 'SIGSTOP')
    await driver.power.forceOff(spec)
    expect(await isAlive(pid)).toBe(false)
    expect(await driver.power.state(spec)).toEqual({ power: 'stopped', reason: '', since: 0 })
  })
})

describe('two applications on one folder', () => {
  test('never run a guest twice', async () => {
    const bench = await Bench.create()
    const [one, two] = [await bench.open(), await bench.open()]
    const spec = await guestOn(one.driver)
    await two.driver.guests.define(spec)
    const results = await Promise.allSettled([one, two].map(({ driver }) => driver.power.start(spec)))
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const [winner, loser] = results[0]?.status === 'fulfilled' ? [one, two] : [two, one]
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ fault: 'wrong_state' })
    await refused(loser.driver.power.start(spec), 'wrong_state')
    expect(await winner.driver.power.state(spec)).toMatchObject({ power: 'running' })
    await winner.driver.power.forceOff(spec)
  })
})

describe('what a guest is reached by', () => {
  test('is for its user alone, and never the network', async () => {
    const bench = await Bench.create()
    const { driver } = await bench.open()
    const spec = await guestOn(driver)
    await driver.power.start(spec)
    const folder = join(bench.folder, spec.id)
    const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)
    expect(await mode(folder)).toBe('700')
    expect([await mode(join(folder, 'qmp.sock')), await mode(join(folder, 'vnc.sock'))]).toEqual(['600', '600'])
    expect(await listeningPorts(await bench.pidOf(spec))).toEqual([])
  })

  test('works in a folder whose path no socket may have', async () => {
    const root = await Bench.create()
    const folder = join(root.root, 'x'.repeat(200), 'with, comma "and" quote', '机器')
    await mkdir(folder, { recursive: true })
    const bench = await Bench.create({ folder })
    const { driver } = await bench.open()
    const spec = await guestOn(driver)
    await driver.power.start(spec)
    await driver.close()
    const again = await bench.open()
    expect(await again.driver.power.state(spec)).toMatchObject({ power: 'running' })
    await again.driver.power.forceOff(spec)
  })
})
