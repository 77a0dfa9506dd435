import { describe, expect, test } from 'vitest'
import type { ConformanceBench } from './conformance-bench'
import { handle } from './conformance-parts'

/** Running guests have a load. */
export function statsConformance(bench: ConformanceBench): void {
  describe('stats', () => {
    test('are told of the running ones among those asked for', async () => {
      const [one, two, off] = [await bench.runningGuest(), await bench.runningGuest(), await bench.guestWithDisk()]
      const samples = await bench.driver.stats.sample([one, off, handle(), two])
      expect([...samples.keys()].toSorted()).toEqual([one.id, two.id].toSorted())
      for (const usage of samples.values()) {
        for (const [field, value] of Object.entries(usage)) expect(value, field).toBeGreaterThanOrEqual(0)
        expect(usage.cpu_usage).toBeLessThanOrEqual(100)
      }
    })

    test('of nobody are empty', async () => {
      expect((await bench.driver.stats.sample([])).size).toBe(0)
    })

    test('counters never go down', async () => {
      const spec = await bench.runningGuest()
      const counters = ['bytes_read', 'bytes_written', 'bytes_received', 'bytes_sent', 'uptime'] as const
      const sample = async () => (await bench.driver.stats.sample([spec])).get(spec.id)!
      let before = await sample()
      for (let round = 0; round < 5; round++) {
        const now = await sample()
        for (const counter of counters) expect(now[counter], counter).toBeGreaterThanOrEqual(before[counter])
        before = now
      }
    })
  })
}
