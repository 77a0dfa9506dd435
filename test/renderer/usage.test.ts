import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp } from 'vue'
import type { HistorySample, UsageSample } from '@shared/contract/instance'
import { apiKey, createApi } from '@/api'
import { SAMPLE_EVERY_MS, useUsageStore } from '@/stores/usage'
import { FakeCore } from './support/fake-core'

const aSample = (patch: Partial<UsageSample>): UsageSample => ({
  ...{ id: 'g1', time: 0, running: true, uptime: 0, cpu_usage: 0, memory_available: 0, disk_available: 0 },
  ...{ bytes_read: 0, bytes_written: 0, bytes_received: 0, bytes_sent: 0 },
  ...patch
})

const aStep = (time: number): HistorySample => ({
  ...{ time, cpu_usage: 5, memory_available: 0, read_speed: 300, write_speed: 0, receive_speed: 0, send_speed: 0 }
})

/** A usage store at a core that gives these samples, one after the other. */
function usageOf(...samples: UsageSample[]) {
  const core = new FakeCore({
    'instance.sample': () => samples.splice(0, 1),
    'instance.history': () => ({ step: 2000, samples: [aStep(0), aStep(2000)] })
  })
  const pinia = createPinia()
  createApp({}).use(pinia).provide(apiKey, createApi(core))
  setActivePinia(pinia)
  return { core, usage: useUsageStore() }
}
/** Less than a round. */
const first = () => vi.advanceTimersByTimeAsync(200)
const next = () => vi.advanceTimersByTimeAsync(SAMPLE_EVERY_MS)

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('the load of guests', () => {
  it('turns counters into rates', async () => {
    const { usage } = usageOf(
      aSample({ time: 1000, uptime: 10, bytes_read: 500, cpu_usage: 7 }),
      aSample({ time: 3000, uptime: 12, bytes_read: 2500, cpu_usage: 9 })
    )
    usage.follow(() => ['g1'])
    await first()
    expect(usage.of('g1').map(({ cpu_usage }) => cpu_usage)).toEqual([7])
    await next()

    // No rate is known of the first moment, and no curve begins with a jump.
    expect(usage.of('g1').map(({ cpu_usage, read }) => [cpu_usage, read])).toEqual([[9, 1000]])
  })

  it('is asked for half as often where many are on the screen', async () => {
    const { core, usage } = usageOf()
    const asked = (): number => core.askedOf('instance.sample').length
    usage.follow(() => Array.from({ length: 100 }, (_, index) => `g${index}`))
    await first()
    expect(asked()).toBe(1)
    await next()
    expect(asked()).toBe(1)
    await next()
    expect(asked()).toBe(2)
  })

  it('begins with what the core remembers, whichever answer comes first', async () => {
    const { usage } = usageOf(
      aSample({ time: 1000, uptime: 10 }),
      aSample({ time: 3000, uptime: 12 }),
      aSample({ time: 5000, uptime: 14 })
    )
    await usage.recall('g1')
    usage.follow(() => ['g1'])
    await first()
    expect(usage.of('g1').map(({ time, read }) => [time, read])).toEqual([
      [0, 300],
      [2000, 300]
    ])

    await next()
    await next()
    await usage.recall('g1')
    expect(usage.of('g1').map(({ time }) => time)).toEqual([0, 2000, 3000, 5000])
  })

  it('begins anew when a guest was started again, and keeps the past of one that does not answer', async () => {
    const { usage } = usageOf(
      aSample({ time: 1000, uptime: 10 }),
      aSample({ time: 3000, running: false }),
      aSample({ time: 5000, uptime: 1 })
    )
    usage.follow(() => ['g1'])
    await first()
    await next()
    expect(usage.of('g1').map(({ time }) => time)).toEqual([1000])

    await next()
    expect(usage.of('g1').map(({ time }) => time)).toEqual([5000])
  })

  it('asks once for what several parts of the window show, soon for what has just come, and nothing when nobody looks', async () => {
    const { core, usage } = usageOf()
    const stopList = usage.follow(() => ['a', 'b'])
    const stopPanel = usage.follow(() => ['b'])
    await first()
    expect(core.askedOf('instance.sample')).toEqual([{ ids: ['a', 'b'] }])

    usage.hurry()
    await first()
    expect(core.askedOf('instance.sample')).toHaveLength(2)

    stopList()
    stopPanel()
    await next()
    await next()
    expect(core.askedOf('instance.sample')).toHaveLength(2)
  })

  it('leaves nothing waiting when the last one has gone, and does not hurry for nobody', () => {
    const { usage } = usageOf()
    const stop = usage.follow(() => ['a'])
    expect(vi.getTimerCount()).toBe(1)
    stop()
    expect(vi.getTimerCount()).toBe(0)
    usage.hurry()
    expect(vi.getTimerCount()).toBe(0)
  })
})
