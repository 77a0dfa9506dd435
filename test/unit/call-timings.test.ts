import { expect, test } from 'vitest'
import { DriverError, type Driver } from '@main/drivers/driver'
import { systemClock } from '@main/kernel/clock'
import { CallTimings } from '@main/services/call-timings'

/** A driver of which only what a test calls is there; like the real ones it has private parts. */
class SomeDriver {
  readonly #guests = ['a', 'b']
  answer: () => Promise<unknown> = async () => this.#guests
  readonly guests = { list: () => this.answer() }
  async host(): Promise<unknown> {
    return this.#guests.length
  }
}
const watched = () => {
  const [driver, timings] = [new SomeDriver(), new CallTimings(systemClock)]
  const host = timings.watch('rack', driver as unknown as Driver)
  return { driver, host, timings, list: () => timings.list(['rack']) }
}

test('a measured driver answers as it did, facet by facet, and lacks what it lacked', async () => {
  const { host, list } = watched()
  expect(await host.host()).toBe(2)
  expect(await host.guests.list()).toEqual(['a', 'b'])
  expect(host.guests).toBe(host.guests)
  expect(host.snapshots).toBeUndefined()
  expect(list().map(({ call, count }) => [call, count])).toEqual([
    ['guests.list', 1],
    ['host', 1]
  ])
})

test('failures are told, but for answers that are none', async () => {
  const { driver, host, list } = watched()
  driver.answer = async () => Promise.reject(new DriverError('no such guest', 'unknown_guest'))
  await expect(host.guests.list()).rejects.toThrow('no such guest')
  expect(list()).toMatchObject([{ count: 1, failed: 0, last_error: '' }])
  driver.answer = async () => Promise.reject(new DriverError('the line is dead', 'unavailable'))
  await expect(host.guests.list()).rejects.toThrow('the line is dead')
  expect(list()).toMatchObject([{ count: 2, failed: 1, last_error: 'the line is dead' }])
})

test('a call that hangs is seen', async () => {
  const { driver, host, list } = watched()
  const hanging = Promise.withResolvers<unknown>()
  driver.answer = () => hanging.promise
  const call = host.guests.list()
  expect(list()).toMatchObject([{ under_way: 1, count: 0, median: 0 }])
  hanging.resolve([])
  await call
  expect(list()).toMatchObject([{ under_way: 0, count: 1 }])
})

test('memory stays bounded, and cells that are gone are forgotten', async () => {
  const { host, timings } = watched()
  for (let n = 0; n < 1000; n++) await host.host()
  expect(timings.list(['rack'])).toMatchObject([{ count: 1000 }])
  expect(timings.list(['other'])).toEqual([])
  expect(timings.list(['rack'])).toEqual([])
})
