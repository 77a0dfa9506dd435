import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DriverError, type CloneSource, type Driver, type GuestChange, type GuestSpec } from '@main/drivers/driver'
import { until } from '../support/until'
import { firstBytes, handle, odd, specOf, task } from './conformance-parts'

/** A hypervisor to try, with files that it can read. `reopen` closes the driver and opens another on the same host. */
export interface Rig {
  readonly driver: Driver
  reopen(): Promise<Driver>
  /** A small bootable disk image. */
  readonly image: Omit<CloneSource, 'linked'> & { readonly virtual_size: number }
  /** Path of an ISO. */
  readonly iso: string
  cleanup(): Promise<void>
}

const MiB = 1 << 20

/** What every driver must do, said once. Each driver's test file calls this with its own hypervisor. */
export function describeDriver(name: string, createRig: () => Promise<Rig>): void {
  describe(`driver ${name}`, () => {
    let rig: Rig
    let driver: Driver

    beforeEach(async () => {
      rig = await createRig()
      driver = rig.driver
    })
    afterEach(() => rig.cleanup())

    const found = async (id: string) => (await driver.guests.list()).find(({ spec }) => spec.id === id)
    const source = (linked: boolean): CloneSource => ({ path: rig.image.path, format: rig.image.format, linked })

    /** A stopped guest with a small system disk cloned from the image. */
    async function guestWithDisk(more: Partial<GuestSpec> = {}): Promise<GuestSpec> {
      const spec = specOf(more)
      await driver.guests.define(spec)
      await driver.disks.create(spec, { index: 0, size: rig.image.virtual_size, source: source(true) }, task())
      return spec
    }

    async function runningGuest(more: Partial<GuestSpec> = {}): Promise<GuestSpec> {
      const spec = await guestWithDisk(more)
      await driver.power.start(spec)
      return spec
    }

    describe('host', () => {
      test('says what it has and what is left of it', async () => {
        const facts = await driver.host()
        expect(facts.cores).toBeGreaterThan(0)
        expect(facts.cpu_usage).toBeGreaterThanOrEqual(0)
        expect(facts.cpu_usage).toBeLessThanOrEqual(100)
        expect(facts.memory).toBeGreaterThan(0)
        expect(facts.memory_available).toBeGreaterThan(0)
        expect(facts.memory_available).toBeLessThanOrEqual(facts.memory)
        expect(facts.disk).toBeGreaterThan(0)
        expect(facts.disk_available).toBeGreaterThan(0)
        expect(facts.disk_available).toBeLessThanOrEqual(facts.disk)
        for (const text of [facts.address, facts.version, facts.acceleration.accelerator, facts.acceleration.cpu_model])
          expect(text).not.toBe('')
      })
    })

    describe('guests', () => {
      test('a new host has none', async () => {
        expect(await driver.guests.list()).toEqual([])
      })

      test('a defined guest is listed as it was told, stopped and with an empty drive', async () => {
        const spec = specOf({ network: { address: '192.168.40.7/24', gateway: '192.168.40.1', dns: ['192.168.40.1'] } })
        await driver.guests.define(spec)
        expect(await driver.guests.list()).toEqual([{ spec, power: 'stopped', reason: '', since: 0, media: '' }])
      })

      test('defining a guest a second time replaces what was known of it', async () => {
        const spec = await guestWithDisk()
        const changed = { ...spec, name: 'renamed', cores: 2, memory: 64 * MiB, tags: ['new'] }
        await driver.guests.define(changed)
        expect((await driver.guests.list()).map(({ spec }) => spec)).toEqual([changed])
        expect(await driver.disks.sizes(spec)).toEqual([rig.image.virtual_size])
      })

      test('defining a running guest again leaves it running', async () => {
        const spec = await runningGuest()
        await driver.guests.define({ ...spec, tags: ['while-running'] })
        expect(await found(spec.id)).toMatchObject({ power: 'running', spec: { tags: ['while-running'] } })
      })

      test('a removed guest is gone with its disks', async () => {
        const spec = await guestWithDisk()
        await driver.guests.remove(spec)
        expect(await driver.guests.list()).toEqual([])
        await driver.guests.define(spec)
        expect(await driver.disks.sizes(spec)).toEqual([])
      })

      test('removing a guest leaves the others alone', async () => {
        const [first, second] = [await guestWithDisk(), await runningGuest()]
        await driver.guests.remove(first)
        expect((await driver.guests.list()).map(({ spec }) => spec.id)).toEqual([second.id])
        expect(await driver.power.state(second)).toMatchObject({ power: 'running' })
      })

      test('removing an unknown guest is no error', async () => {
        await expect(driver.guests.remove(handle())).resolves.toBeUndefined()
      })

      test('a running guest is not removed', async () => {
        const spec = await runningGuest()
        await refused(driver.guests.remove(spec), 'wrong_state')
        expect(await found(spec.id)).toMatchObject({ power: 'running' })
      })

      test.each(Object.entries(odd))('a guest whose name has %s keeps it, and starts', async (_what, text) => {
        const spec = await runningGuest({ name: text, owner: text, group: text, pool: text, tags: [text] })
        expect(await found(spec.id)).toMatchObject({ power: 'running', spec })
      })

      test('an unknown guest is named as unknown by every order', async () => {
        const nobody = handle()
        const orders: Record<string, () => Promise<unknown>> = {
          state: () => driver.power.state(nobody),
          start: () => driver.power.start(nobody),
          shutdown: () => driver.power.shutdown(nobody),
          reboot: () => driver.power.reboot(nobody),
          reset: () => driver.power.reset(nobody),
          forceOff: () => driver.power.forceOff(nobody),
          createDisk: () => driver.disks.create(nobody, { index: 0, size: MiB }, task()),
          removeDisk: () => driver.disks.remove(nobody, 0),
          sizes: () => driver.disks.sizes(nobody),
          insert: () => driver.media.insert(nobody, rig.iso),
          eject: () => driver.media.eject(nobody),
          screen: () => driver.screen.open(nobody)
        }
        for (const [order, give] of Object.entries(orders)) await refused(give(), 'unknown_guest', order)
        expect(await driver.guests.list()).toEqual([])
      })
    })

    describe('disks', () => {
      test('are made empty, of the size asked for', async () => {
        const spec = specOf()
        await driver.guests.define(spec)
        await driver.disks.create(spec, { index: 0, size: 3 * MiB }, task())
        await driver.disks.create(spec, { index: 1, size: 512 * 5 }, task())
        expect(await driver.disks.sizes(spec)).toEqual([3 * MiB, 512 * 5])
      })

      test.each([true, false])(
        'are cloned from an image and grown to the size asked for (linked: %s)',
        async (linked) => {
          const spec = specOf()
          await driver.guests.define(spec)
          const size = rig.image.virtual_size + 8 * MiB
          await driver.disks.create(spec, { index: 0, size, source: source(linked) }, task())
          expect(await driver.disks.sizes(spec)).toEqual([size])
          await driver.power.start(spec)
          expect(await driver.power.state(spec)).toMatchObject({ power: 'running' })
        }
      )

      test('a full clone tells how far it is, and never goes back', async () => {
        const spec = specOf()
        await driver.guests.define(spec)
        const reports: (number | null)[] = []
        const disk = { index: 0, size: rig.image.virtual_size, source: source(false) }
        await driver.disks.create(spec, disk, task({ report: (fraction) => reports.push(fraction) }))
        const fractions = reports.filter((fraction) => fraction !== null)
        expect(reports.length).toBeGreaterThan(0)
        expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
        expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true)
      })

      test('a cancelled clone leaves nothing behind', async () => {
        const spec = specOf()
        await driver.guests.define(spec)
        const disk = { index: 0, size: rig.image.virtual_size, source: source(false) }
        await refused(driver.disks.create(spec, disk, task({ signal: AbortSignal.abort() })), 'cancelled')
        expect(await driver.disks.sizes(spec)).toEqual([])
        await driver.disks.create(spec, disk, task())
        expect(await driver.disks.sizes(spec)).toEqual([rig.image.virtual_size])
      })

      test('a clone cancelled half way is whole or absent', async () => {
        const spec = specOf()
        await driver.guests.define(spec)
        const controller = new AbortController()
        const disk = { index: 0, size: rig.image.virtual_size, source: source(false) }
        const made = await driver.disks
          .create(spec, disk, task({ signal: controller.signal, report: () => controller.abort() }))
          .then(
            () => true,
            () => false
          )
        expect(await driver.disks.sizes(spec)).toEqual(made ? [rig.image.virtual_size] : [])
      })

      test.each([true, false])('a disk smaller than its image is refused (linked: %s)', async (linked) => {
        const spec = specOf()
        await driver.guests.define(spec)
        const disk = { index: 0, size: rig.image.virtual_size - 512, source: source(linked) }
        await refused(driver.disks.create(spec, disk, task()))
        expect(await driver.disks.sizes(spec)).toEqual([])
      })

      test.each([true, false])('an image that is not there is named (linked: %s)', async (linked) => {
        const spec = specOf()
        await driver.guests.define(spec)
        const disk = { index: 0, size: MiB, source: { ...source(linked), path: `${rig.image.path}.absent` } }
        const error = await refused(driver.disks.create(spec, disk, task()))
        expect(error.message).toContain(`${rig.image.path}.absent`)
        expect(await driver.disks.sizes(spec)).toEqual([])
      })

      test('a disk that is there is not overwritten', async () => {
        const spec = await guestWithDisk()
        await refused(driver.disks.create(spec, { index: 0, size: 64 * MiB }, task()))
        expect(await driver.disks.sizes(spec)).toEqual([rig.image.virtual_size])
      })

      test('are removed from a stopped guest, and an absent one is no error', async () => {
        const spec = await guestWithDisk()
        await driver.disks.create(spec, { index: 1, size: MiB }, task())
        await driver.disks.remove(spec, 1)
        expect(await driver.disks.sizes(spec)).toEqual([rig.image.virtual_size])
        await expect(driver.disks.remove(spec, 1)).resolves.toBeUndefined()
      })

      test('are not removed from a running guest', async () => {
        const spec = await runningGuest()
        await refused(driver.disks.remove(spec, 0), 'wrong_state')
        expect(await driver.disks.sizes(spec)).toEqual([rig.image.virtual_size])
      })
    })

    describe('power', () => {
      test('a started guest runs, since a moment ago', async () => {
        const spec = await guestWithDisk()
        const before = Date.now()
        await driver.power.start(spec)
        const state = await driver.power.state(spec)
        expect(state).toMatchObject({ power: 'running', reason: '' })
        expect(state.since).toBeGreaterThan(before - 60_000)
        expect(await found(spec.id)).toEqual({ spec, media: '', ...state })
      })

      test('a running guest is not started a second time', async () => {
        const spec = await runningGuest()
        await refused(driver.power.start(spec), 'wrong_state')
        expect(await driver.power.state(spec)).toMatchObject({ power: 'running' })
      })

      test('a guest that is forced off is off, and starts again', async () => {
        const spec = await runningGuest()
        await driver.power.forceOff(spec)
        expect(await driver.power.state(spec)).toEqual({ power: 'stopped', reason: '', since: 0 })
        await driver.power.start(spec)
        expect(await driver.power.state(spec)).toMatchObject({ power: 'running' })
      })

      test('a guest that is reset goes on running', async () => {
        const spec = await runningGuest()
        await driver.power.reset(spec)
        expect(await driver.power.state(spec)).toMatchObject({ power: 'running' })
      })

      test('a running guest is told to shut down', async () => {
        const spec = await runningGuest()
        await expect(driver.power.shutdown(spec)).resolves.toBeUndefined()
      })

      test.each(['shutdown', 'reboot', 'reset'] as const)('%s of a stopped guest is refused', async (order) => {
        const spec = await guestWithDisk()
        await refused(driver.power[order](spec), 'wrong_state')
        expect(await driver.power.state(spec)).toMatchObject({ power: 'stopped' })
      })

      test('a guest without a disk starts, or is refused with a reason', async () => {
        const spec = specOf()
        await driver.guests.define(spec)
        const error = await driver.power.start(spec).then(
          () => undefined,
          (cause: unknown) => cause
        )
        const { power } = await driver.power.state(spec)
        if (error === undefined) return expect(power).toBe('running')
        expect(error).toBeInstanceOf(DriverError)
        expect(power).toBe('stopped')
      })

      test('several guests run side by side', async () => {
        const guests = [await guestWithDisk(), await guestWithDisk(), await guestWithDisk()]
        await Promise.all(guests.map((guest) => driver.power.start(guest)))
        await driver.power.forceOff(guests[1]!)
        const powers = await Promise.all(guests.map(async (guest) => (await driver.power.state(guest)).power))
        expect(powers).toEqual(['running', 'stopped', 'running'])
      })
    })

    describe('media', () => {
      test('is inserted into a running guest, seen in its drive, and ejected', async () => {
        const spec = await runningGuest()
        await driver.media.insert(spec, rig.iso)
        expect(await found(spec.id)).toMatchObject({ power: 'running', media: rig.iso })
        await driver.media.eject(spec)
        expect(await found(spec.id)).toMatchObject({ power: 'running', media: '' })
      })

      test('a second one is refused while the first is in the drive', async () => {
        const spec = await runningGuest()
        await driver.media.insert(spec, rig.iso)
        await refused(driver.media.insert(spec, rig.iso), 'wrong_state')
        expect(await found(spec.id)).toMatchObject({ media: rig.iso })
      })

      test('ejecting from an empty drive is refused', async () => {
        await refused(driver.media.eject(await runningGuest()), 'wrong_state')
      })

      test('a stopped guest takes none', async () => {
        const spec = await guestWithDisk()
        await refused(driver.media.insert(spec, rig.iso), 'wrong_state')
        await refused(driver.media.eject(spec), 'wrong_state')
      })

      test('is in the drive of a guest started from it, and gone when the guest is off', async () => {
        const spec = await guestWithDisk()
        await driver.power.start(spec, { media: rig.iso })
        expect(await found(spec.id)).toMatchObject({ power: 'running', media: rig.iso })
        await driver.power.forceOff(spec)
        expect(await found(spec.id)).toMatchObject({ power: 'stopped', media: '' })
      })

      test('an ISO that is not there is named, and changes nothing', async () => {
        const spec = await guestWithDisk()
        const absent = `${rig.iso}.absent`
        expect((await refused(driver.power.start(spec, { media: absent }))).message).toContain(absent)
        expect(await driver.power.state(spec)).toMatchObject({ power: 'stopped' })
        await driver.power.start(spec)
        expect((await refused(driver.media.insert(spec, absent))).message).toContain(absent)
        expect(await found(spec.id)).toMatchObject({ power: 'running', media: '' })
      })
    })

    describe('screen', () => {
      test('speaks RFB to two viewers at once', async () => {
        const spec = await runningGuest()
        const viewers = [await driver.screen.open(spec), await driver.screen.open(spec)]
        for (const viewer of viewers) expect(await firstBytes(viewer, 12)).toMatch(/^RFB 003\.00\d\n$/)
        for (const viewer of viewers) viewer.destroy()
      })

      test('a viewer that leaves does not disturb the guest', async () => {
        const spec = await runningGuest()
        const viewer = await driver.screen.open(spec)
        await firstBytes(viewer, 12)
        viewer.destroy()
        await once(viewer, 'close')
        expect(await driver.power.state(spec)).toMatchObject({ power: 'running' })
        const next = await driver.screen.open(spec)
        expect(await firstBytes(next, 4)).toBe('RFB ')
        next.destroy()
      })

      test('ends when the guest is switched off', async () => {
        const spec = await runningGuest()
        const viewer = await driver.screen.open(spec)
        const closed = once(viewer.resume(), 'close')
        await driver.power.forceOff(spec)
        await closed
      })

      test('a stopped guest has none', async () => {
        await refused(driver.screen.open(await guestWithDisk()), 'wrong_state')
      })
    })

    describe('stats', () => {
      test('are told of the running ones among those asked for', async () => {
        const [one, two, off] = [await runningGuest(), await runningGuest(), await guestWithDisk()]
        const samples = await driver.stats.sample([one, off, handle(), two])
        expect([...samples.keys()].toSorted()).toEqual([one.id, two.id].toSorted())
        for (const usage of samples.values()) {
          for (const [field, value] of Object.entries(usage)) expect(value, field).toBeGreaterThanOrEqual(0)
          expect(usage.cpu_usage).toBeLessThanOrEqual(100)
        }
      })

      test('of nobody are empty', async () => {
        expect((await driver.stats.sample([])).size).toBe(0)
      })

      test('counters never go down', async () => {
        const spec = await runningGuest()
        const counters = ['bytes_read', 'bytes_written', 'bytes_received', 'bytes_sent', 'uptime'] as const
        const sample = async () => (await driver.stats.sample([spec])).get(spec.id)!
        let before = await sample()
        for (let round = 0; round < 5; round++) {
          const now = await sample()
          for (const counter of counters) expect(now[counter], counter).toBeGreaterThanOrEqual(before[counter])
          before = now
        }
      })
    })

    describe('onChange', () => {
      test('tells every listener that a guest started and stopped', async () => {
        const spec = await guestWithDisk()
        const told: GuestChange[] = []
        const toldToo: GuestChange[] = []
        driver.onChange((change) => told.push(change))
        driver.onChange((change) => toldToo.push(change))
        await driver.power.start(spec)
        const started = await until('word of the start', () => told.find(({ power }) => power === 'running'))
        expect(started).toMatchObject({ id: spec.id, reason: '' })
        expect(started.since).toBeGreaterThan(0)
        await driver.power.forceOff(spec)
        const stopped = await until('word of the stop', () => told.find(({ power }) => power === 'stopped'))
        expect(stopped).toEqual({ id: spec.id, power: 'stopped', reason: '', since: 0 })
        expect(toldToo).toEqual(told)
      })

      test('tells a listener nothing after it has let go', async () => {
        const spec = await guestWithDisk()
        const told: GuestChange[] = []
        const toldToo: GuestChange[] = []
        const letGo = driver.onChange((change) => told.push(change))
        driver.onChange((change) => toldToo.push(change))
        letGo()
        await driver.power.start(spec)
        await until('word of the start at the other listener', () => toldToo.length > 0)
        expect(told).toEqual([])
      })
    })

    describe('closed and opened again', () => {
      test('it finds its guests as they are: running or not, with their names, media and disks', async () => {
        const running = await runningGuest({ name: odd['commas, quotes and slashes'] })
        const stopped = await guestWithDisk()
        await driver.media.insert(running, rig.iso)
        const before = await driver.guests.list()
        driver = await rig.reopen()
        const byId = (guests: typeof before) => new Map(guests.map((guest) => [guest.spec.id, guest]))
        expect(byId(await driver.guests.list())).toEqual(byId(before))
        expect(await found(running.id)).toMatchObject({ power: 'running', media: rig.iso })
        expect(await driver.disks.sizes(stopped)).toEqual([rig.image.virtual_size])
      })

      test('it orders and tells of a guest that was running before', async () => {
        const spec = await runningGuest()
        driver = await rig.reopen()
        const told: GuestChange[] = []
        driver.onChange((change) => told.push(change))
        expect((await driver.stats.sample([spec])).has(spec.id)).toBe(true)
        await driver.power.forceOff(spec)
        await until('word of the stop', () => told.find(({ id, power }) => id === spec.id && power === 'stopped'))
      })
    })
  })
}

/** Gives the refusal, which must be a `DriverError` with a message for a person. */
async function refused(
  order: Promise<unknown>,
  fault?: DriverError['fault'],
  what = 'the order'
): Promise<DriverError> {
  const error = await order.then(
    () => undefined,
    (cause: unknown) => cause
  )
  if (!(error instanceof DriverError)) throw new Error(`${what} was not refused with a DriverError`, { cause: error })
  expect(error.message, what).not.toBe('')
  if (fault !== undefined) expect(error.fault, what).toBe(fault)
  return error
}
