import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import type { ConformanceBench } from './conformance-bench'
import { firstBytes, refused } from './conformance-parts'

/** A running guest has a screen for several viewers. */
export function screenConformance(bench: ConformanceBench): void {
  describe('screen', () => {
    test('speaks RFB to two viewers at once', async () => {
      const spec = await bench.runningGuest()
      const viewers = [await bench.driver.screen.open(spec), await bench.driver.screen.open(spec)]
      for (const viewer of viewers) expect(await firstBytes(viewer, 12)).toMatch(/^RFB 003\.00\d\n$/)
      for (const viewer of viewers) viewer.destroy()
    })

    test('a viewer that leaves does not disturb the guest', async () => {
      const spec = await bench.runningGuest()
      const viewer = await bench.driver.screen.open(spec)
      await firstBytes(viewer, 12)
      viewer.destroy()
      await once(viewer, 'close')
      expect(await bench.driver.power.state(spec)).toMatchObject({ power: 'running' })
      const next = await bench.driver.screen.open(spec)
      expect(await firstBytes(next, 4)).toBe('RFB ')
      next.destroy()
    })

    test('ends when the guest is switched off', async () => {
      const spec = await bench.runningGuest()
      const viewer = await bench.driver.screen.open(spec)
      const closed = once(viewer.resume(), 'close')
      await bench.driver.power.forceOff(spec)
      await closed
    })

    test('a stopped guest has none', async () => {
      await refused(bench.driver.screen.open(await bench.guestWithDisk()), 'wrong_state')
    })
  })
}
