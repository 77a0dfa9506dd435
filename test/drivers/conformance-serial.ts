import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import type { ConformanceBench } from './conformance-bench'
import { refused } from './conformance-parts'

/** A running guest has a serial line for several watchers; what it says there is its system's business. */
export function serialConformance(bench: ConformanceBench): void {
  describe('serial line', () => {
    test('is there for who comes while another watches, and when one has left', async () => {
      const spec = await bench.runningGuest()
      const first = await bench.driver.serial.open(spec)
      const second = await bench.driver.serial.open(spec)
      first.destroy()
      await once(first, 'close')
      await new Promise<void>((written) => second.write('hello\r', () => written()))
      expect(second.destroyed).toBe(false)
      expect(await bench.driver.power.state(spec)).toMatchObject({ power: 'running' })
      second.destroy()
    })

    test('ends when the guest is switched off', async () => {
      const spec = await bench.runningGuest()
      const watchers = [await bench.driver.serial.open(spec), await bench.driver.serial.open(spec)]
      const closed = watchers.map((watcher) => once(watcher.resume(), 'close'))
      await bench.driver.power.forceOff(spec)
      await Promise.all(closed)
    })

    test('a stopped guest has none', async () => {
      await refused(bench.driver.serial.open(await bench.guestWithDisk()), 'wrong_state')
    })
  })
}
