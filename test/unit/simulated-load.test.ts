import { describe, expect, test } from 'vitest'
import { keyOf } from '@main/drivers/simulated/chance'
import { cpuOf, diskUsed, memoryUsed, ratesOf, usageOf, type LoadSubject } from '@main/drivers/simulated/simulated-load'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const monday = Date.UTC(2026, 10, 23)
const GiB = 2 ** 30

const guest = (index: number, more: Partial<LoadSubject> = {}): LoadSubject => {
  const since = monday - 3 * DAY
  return { key: keyOf(1, `guest ${index}`), memory: 4 * GiB, disk: 40 * GiB, since, poweredAt: since, ...more }
}
const fleet = Array.from({ length: 400 }, (_, index) => guest(index))
const meanCpu = (now: number): number => fleet.reduce((sum, one) => sum + cpuOf(one, now), 0) / fleet.length
const counters = ['bytes_read', 'bytes_written', 'bytes_received', 'bytes_sent', 'uptime'] as const

describe('the load of simulated guests', () => {
  test('is the same whenever it is asked for, and another for another seed', () => {
    expect(usageOf(guest(1), monday)).toEqual(usageOf(guest(1), monday))
    expect(usageOf(guest(1, { key: keyOf(2, 'guest 1') }), monday)).not.toEqual(usageOf(guest(1), monday))
  })

  test('stays within what a guest has, at any time of the day', () => {
    for (const one of fleet)
      for (let now = monday; now < monday + DAY; now += 2 * HOUR + 7) {
        const { cpu_usage, memory_available, disk_available } = usageOf(one, now)
        expect(cpu_usage).toBeGreaterThan(0)
        expect(cpu_usage).toBeLessThanOrEqual(100)
        expect(memory_available).toBeGreaterThan(0)
        expect(memory_available).toBeLessThan(one.memory)
        expect(disk_available).toBeGreaterThan(0)
        expect(disk_available).toBeLessThan(one.disk)
      }
  })

  test('some guests are idle, some busy, and most in between or below', () => {
    const loads = fleet.map((one) => cpuOf(one, monday + 10 * HOUR))
    const part = (wanted: (load: number) => boolean): number => loads.filter(wanted).length / loads.length
    expect(part((load) => load < 6)).toBeGreaterThan(0.3)
    expect(part((load) => load > 45)).toBeGreaterThan(0.02)
    expect(part((load) => load > 45)).toBeLessThan(0.2)
  })

  test('is higher by day than by night', () => {
    expect(meanCpu(monday + 12 * HOUR)).toBeGreaterThan(1.2 * meanCpu(monday + 24 * HOUR))
  })

  test('moves from one look to the next', () => {
    const looks = Array.from({ length: 10 }, (_, index) => cpuOf(guest(3), monday + 2000 * index))
    expect(new Set(looks).size).toBe(looks.length)
  })

  test('a guest that has just started works hard and needs little memory yet', () => {
    const [fresh, settled] = [guest(5, { since: monday, poweredAt: monday }), guest(5)]
    expect(cpuOf(fresh, monday + 1000)).toBeGreaterThan(cpuOf(settled, monday + 1000) + 20)
    expect(memoryUsed(fresh, monday + 1000)).toBeLessThan(memoryUsed(settled, monday + 1000) / 2)
  })

  test('counters never go down, however close the looks', () => {
    for (const one of fleet.slice(0, 100)) {
      let before = usageOf(one, monday)
      for (let step = 1; step < 300; step++) {
        const now = usageOf(one, monday + (step < 150 ? step : (step - 100) * 9_973))
        for (const counter of counters) expect(now[counter]).toBeGreaterThanOrEqual(before[counter])
        before = now
      }
    }
  })

  test('its speeds are how fast its counters grow', () => {
    for (const one of fleet.slice(0, 100)) {
      const [before, after] = [usageOf(one, monday), usageOf(one, monday + 2_000)]
      for (const [index, speed] of ratesOf(one, monday + 1_000).entries()) {
        const counter = counters[index]!
        expect((after[counter] - before[counter]) / 2 / speed).toBeCloseTo(1, 1)
      }
    }
  })

  test('counters begin at nothing and grow', () => {
    const fresh = guest(7, { since: monday, poweredAt: monday })
    const usage = (now: number) => counters.map((counter) => usageOf(fresh, now)[counter])
    expect(usage(monday)).toEqual([0, 0, 0, 0, 0])
    for (const value of usage(monday + HOUR)) expect(value).toBeGreaterThan(1000)
  })

  test('counters go on over a reboot, the uptime does not', () => {
    const rebooted = guest(8, { since: monday })
    expect(usageOf(rebooted, monday + 1000)).toMatchObject({
      uptime: 1,
      bytes_read: usageOf(guest(8), monday + 1000).bytes_read
    })
  })

  test('a disk takes less of its host than its size', () => {
    for (const one of fleet) expect(diskUsed(one)).toBeLessThan(one.disk * 0.6)
  })
})
