import { copyFile, mkdir, mkdtemp, open, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { HistorySample } from '@shared/contract/instance'
import type { GuestUsage as Usage } from '@main/drivers/driver'
import { GuestUsage } from '@main/services/guest-usage'
import { ringNames, rings, UsageFile, type RingName } from '@main/store/usage-file'

const START = Date.parse('2026-03-01T10:29:51.700Z')
const HOUR = 3_600_000

/** A guest whose every byte counter grows by its own multiple of `bytes`. */
const usage = (bytes: number, more: Partial<Usage> = {}): Usage => ({
  ...{ cpu_usage: 10, memory_available: 2 ** 30, disk_available: 0, uptime: 1e6 },
  ...{ bytes_read: bytes, bytes_written: 2 * bytes, bytes_received: 3 * bytes, bytes_sent: 4 * bytes },
  ...more
})

interface Stretch {
  readonly from: number
  readonly to: number
  readonly cpu: number
  readonly memory: number
  /** Bytes per second. */
  readonly speed: number
}

/** Every step that something is known of, worked out from all there ever was. */
function naively(stretches: readonly Stretch[], ring: RingName, now: number): HistorySample[] {
  const { step: length, size } = rings[ring]
  const steps = new Map<number, (Stretch & { readonly weight: number })[]>()
  for (const stretch of stretches)
    for (let step = Math.floor(stretch.from / length); step * length < stretch.to; step++) {
      const weight = Math.min(stretch.to, (step + 1) * length) - Math.max(stretch.from, step * length)
      steps.set(step, [...(steps.get(step) ?? []), { ...stretch, weight }])
    }
  return [...steps]
    .filter(([step]) => step > Math.floor(now / length) - size)
    .map(([step, parts]) => {
      const total = parts.reduce((sum, { weight }) => sum + weight, 0)
      const mean = (key: 'cpu' | 'memory' | 'speed'): number =>
        parts.reduce((sum, part) => sum + part[key] * part.weight, 0) / total
      return {
        time: Math.min((step + 1) * length, now),
        cpu_usage: mean('cpu'),
        memory_available: mean('memory'),
        read_speed: mean('speed'),
        write_speed: 2 * mean('speed'),
        receive_speed: 3 * mean('speed'),
        send_speed: 4 * mean('speed')
      }
    })
}

/** Equal but for what 32 bits cannot hold. */
function expectAlike(found: readonly HistorySample[], wanted: readonly HistorySample[]): void {
  expect(found.map(({ time }) => time)).toEqual(wanted.map(({ time }) => time))
  for (const [index, sample] of found.entries())
    for (const key of Object.keys(sample) as (keyof HistorySample)[]) {
      const [is, should] = [sample[key], wanted[index]![key]]
      if (Math.abs(is - should) > 0.01 + 1e-5 * should) expect(sample).toEqual(wanted[index])
    }
}

describe('the load of a guest over time', () => {
  let folder: string
  let path: string
  let damage: string[]
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'usage-'))
    path = join(folder, 'guest.usage')
    damage = []
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const openUsage = (file = path): GuestUsage =>
    new GuestUsage({ file: new UsageFile(file), onDamage: (reason) => damage.push(reason) })

  /** Steady from `from` to `to`, a look every two seconds. */
  function live(kept: GuestUsage, from: number, to: number): void {
    for (let time = from; time <= to; time += 2_000) kept.take(time, usage((time - START) / 10))
  }

  test('is what one would work out from all that happened, however often it is saved and opened again', async () => {
    const event = fc.oneof(
      {
        weight: 20,
        arbitrary: fc.record({
          is: fc.constant('look' as const),
          // The sampler's two seconds, a late answer, and the guest out of sight for up to two hours.
          passed: fc.oneof(
            { weight: 12, arbitrary: fc.integer({ min: 1_990, max: 2_100 }) },
            { weight: 2, arbitrary: fc.integer({ min: 1, max: 10_000 }) },
            { weight: 1, arbitrary: fc.integer({ min: 10_001, max: 2 * HOUR }) }
          ),
          cpu: fc.integer({ min: 0, max: 100 }),
          memory: fc.integer({ min: 0, max: 2 ** 24 }).map((pages) => pages * 4096),
          bytes: fc.integer({ min: 0, max: 1e9 })
        })
      },
      { weight: 2, arbitrary: fc.constant({ is: 'save' as const }) },
      { weight: 1, arbitrary: fc.constant({ is: 'open' as const }) },
      { weight: 1, arbitrary: fc.constant({ is: 'restart' as const }) }
    )
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 250, size: 'max' }), async (events) => {
        await rm(path, { force: true })
        let kept = openUsage()
        const stretches: Stretch[] = []
        let [now, bytes, uptime] = [START, 0, 1e6]
        let isKnown = false
        for (const event of events)
          if (event.is === 'save') await kept.save()
          else if (event.is === 'open') {
            await kept.save()
            kept = openUsage()
            isKnown = false
          } else if (event.is === 'restart') {
            ;[uptime, bytes] = [0, 0]
          } else {
            const from = now
            now += event.passed
            uptime += event.passed / 1000
            bytes += event.bytes
            const { cpu, memory } = event
            const cameUpSince = Math.floor(uptime) * 1000 <= event.passed
            kept.take(now, usage(bytes, { cpu_usage: cpu, memory_available: memory, uptime: Math.floor(uptime) }))
            const speed = (event.bytes * 1000) / event.passed
            if (isKnown && !cameUpSince && event.passed <= 10_000) stretches.push({ from, to: now, cpu, memory, speed })
            isKnown = true
          }
        for (const ring of ringNames) expectAlike(await kept.read(ring, now), naively(stretches, ring, now))
      }),
      { numRuns: 60 }
    )
    expect(damage).toEqual([])
  })

  test('reaches back an hour, a day and a month, and takes no more room for it', async () => {
    let kept = openUsage()
    const now = START + 40 * 24 * HOUR
    // Ten minutes of every hour, for forty days.
    for (let from = START; from < now; from += HOUR) {
      live(kept, from, from + 10 * 60_000)
      await kept.save()
      if (from === START + 100 * HOUR) kept = openUsage()
    }
    const [hour, day, month] = await Promise.all(ringNames.map((ring) => kept.read(ring, now)))
    for (const [samples, length] of [
      [hour, HOUR],
      [day, 24 * HOUR],
      [month, 30 * 24 * HOUR]
    ] as const) {
      const times = samples!.map(({ time }) => time)
      expect(times).toEqual(times.toSorted((one, other) => one - other))
      expect(times[0]).toBeGreaterThan(now - length)
      expect(samples![0]).toMatchObject({ cpu_usage: 10, read_speed: 100, write_speed: 200, send_speed: 400 })
    }
    expect(hour!.length).toBeGreaterThan(250)
    expect(day!.length).toBeGreaterThan(24 * 10)
    expect(month!.length).toBeGreaterThan(30 * 24)
    expect((await stat(path)).size).toBeLessThan(150_000)
  })

  test('a guest that was off, out of sight or started again leaves a gap, no zeros', async () => {
    const kept = openUsage()
    live(kept, START, START + 20_000)
    live(kept, START + 60_000, START + 80_000)
    // Started again two seconds later, with counters from nothing.
    kept.take(START + 82_000, usage(5, { uptime: 1 }))
    kept.take(START + 84_000, usage(205, { uptime: 3 }))
    const samples = await kept.read('hour', START + 84_000)
    expect(samples.every(({ read_speed }) => Math.abs(read_speed - 100) < 0.5)).toBe(true)
    const gaps = samples.flatMap(({ time }, index) => (index > 0 ? [time - samples[index - 1]!.time] : []))
    expect(gaps.filter((gap) => gap > 2_000)).toEqual([40_000])
    expect(await kept.read('hour', START + 3 * HOUR)).toEqual([])
    expect(await kept.read('day', START + 3 * HOUR)).toHaveLength(3)
  })

  test('a clock that is put back does no harm', async () => {
    const kept = openUsage()
    live(kept, START, START + 20_000)
    await kept.save()
    live(kept, START - HOUR, START - HOUR + 30_000)
    await kept.save()
    const samples = await kept.read('hour', START - HOUR + 30_000)
    expect(samples.length).toBeGreaterThanOrEqual(15)
    expect(samples.every(({ time }) => time <= START - HOUR + 30_000)).toBe(true)
  })

  test('what was saved is in the file for whoever opens it after a kill', async () => {
    const kept = openUsage()
    live(kept, START, START + 60_000)
    await kept.save()
    live(kept, START + 62_000, START + 90_000)
    const copy = join(folder, 'copy.usage')
    await copyFile(path, copy)
    const samples = await openUsage(copy).read('hour', START + 90_000)
    expect(samples.at(-1)!.time).toBeGreaterThanOrEqual(START + 60_000)
    expect(samples.length).toBeGreaterThanOrEqual(30)
  })

  /** Where the first record of the hour ring that was written is in the file. */
  const written = 32 + (Math.floor(START / 2_000) % 1_800) * 32

  test.each([
    ['a bit of a value', written + 12],
    ['a bit of a step', written + 1],
    ['a bit of the head', 5]
  ])('a file with %s turned is dropped and told of, and the guest begins anew', async (_what, position) => {
    const kept = openUsage()
    live(kept, START, START + 20_000)
    await kept.save()
    const file = await open(path, 'r+')
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, position)
    await file.write(Buffer.from([buffer[0]! ^ 4]), 0, 1, position)
    await file.close()
    const next = openUsage()
    expect(await next.read('hour', START + 20_000)).toEqual([])
    expect(damage).toHaveLength(1)
    await expect(stat(path)).rejects.toThrow('ENOENT')
    live(next, START + 30_000, START + 40_000)
    await next.save()
    expect((await openUsage().read('hour', START + 40_000)).length).toBeGreaterThanOrEqual(5)
    expect(damage).toHaveLength(1)
  })

  test('a file that is cut off within a record, or is something else, is dropped', async () => {
    const kept = openUsage()
    live(kept, START, START + 20_000)
    await kept.save()
    await truncate(path, written + 16)
    expect(await openUsage().read('hour', START + 20_000)).toEqual([])
    await writeFile(path, 'not ours')
    expect(await openUsage().read('day', START + 20_000)).toEqual([])
    expect(damage).toHaveLength(2)
  })

  test('what cannot be written is known all the same, for ten minutes, and written once it can be', async () => {
    const missing = join(folder, 'missing', 'guest.usage')
    const kept = openUsage(missing)
    live(kept, START, START + 30 * 60_000)
    await expect(kept.save()).rejects.toThrow('ENOENT')
    const samples = await kept.read('hour', START + 30 * 60_000)
    expect(samples).toHaveLength(300)
    expect(samples.at(-1)!.time).toBe(START + 30 * 60_000)
    await mkdir(join(folder, 'missing'))
    await kept.save()
    expect(await openUsage(missing).read('hour', START + 30 * 60_000)).toEqual(samples)
  })
})
