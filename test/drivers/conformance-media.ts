import { describe, expect, test } from 'vitest'
import type { ConformanceBench } from './conformance-bench'
import { refused } from './conformance-parts'

/** A drive has one medium, or none. */
export function mediaConformance(bench: ConformanceBench): void {
  describe('media', () => {
    test('is inserted into a running guest, seen in its drive, and ejected', async () => {
      const spec = await bench.runningGuest()
      await bench.driver.media.insert(spec, bench.rig.iso)
      expect(await bench.found(spec.id)).toMatchObject({ power: 'running', media: bench.rig.iso })
      await bench.driver.media.eject(spec)
      expect(await bench.found(spec.id)).toMatchObject({ power: 'running', media: '' })
    })

    test('a second one is refused while the first is in the drive', async () => {
      const spec = await bench.runningGuest()
      await bench.driver.media.insert(spec, bench.rig.iso)
      await refused(bench.driver.media.insert(spec, bench.rig.iso), 'wrong_state')
      expect(await bench.found(spec.id)).toMatchObject({ media: bench.rig.iso })
    })

    test('ejecting from an empty drive is refused', async () => {
      await refused(bench.driver.media.eject(await bench.runningGuest()), 'wrong_state')
    })

    test('a stopped guest takes none', async () => {
      const spec = await bench.guestWithDisk()
      await refused(bench.driver.media.insert(spec, bench.rig.iso), 'wrong_state')
      await refused(bench.driver.media.eject(spec), 'wrong_state')
    })

    test('is in the drive of a guest started from it, and gone when the guest is off', async () => {
      const spec = await bench.guestWithDisk()
      await bench.driver.power.start(spec, { media: bench.rig.iso })
      expect(await bench.found(spec.id)).toMatchObject({ power: 'running', media: bench.rig.iso })
      await bench.driver.power.forceOff(spec)
      expect(await bench.found(spec.id)).toMatchObject({ power: 'stopped', media: '' })
    })

    test('an ISO that is not there is named, and changes nothing', async () => {
      const spec = await bench.guestWithDisk()
      const absent = `${bench.rig.iso}.absent`
      expect((await refused(bench.driver.power.start(spec, { media: absent }))).message).toContain(absent)
      expect(await bench.driver.power.state(spec)).toMatchObject({ power: 'stopped' })
      await bench.driver.power.start(spec)
      expect((await refused(bench.driver.media.insert(spec, absent))).message).toContain(absent)
      expect(await bench.found(spec.id)).toMatchObject({ power: 'running', media: '' })
    })
  })
}
