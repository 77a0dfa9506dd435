import { beforeEach, describe, expect, test } from 'vitest'
import type { MigrationFacet, SnapshotFacts } from '@main/drivers/driver'
import type { ConformanceBench } from './conformance-bench'
import { handle, refused, specOf } from './conformance-parts'

/** Guests leave a host, and come back as they were. */
export function migrationConformance(bench: ConformanceBench): void {
  describe('migration', () => {
    beforeEach(({ skip }) => skip(bench.driver.migration === undefined, 'this driver cannot migrate'))

    const migration = (): MigrationFacet => bench.driver.migration as MigrationFacet
    const tree: readonly SnapshotFacts[] = [
      { name: 'a', description: 'first', time: 1, backing: '', current: true, sizes: [512] }
    ]

    test('a guest is taken in stopped, with its disks and snapshots, and let go of', async () => {
      const spec = specOf()
      await migration().take(spec, [1024, 512], tree)
      expect(await bench.found(spec.id)).toMatchObject({ spec, power: 'stopped' })
      expect(await bench.driver.disks.sizes(spec)).toEqual([1024, 512])
      expect(await bench.driver.snapshots?.list(spec)).toEqual(tree)
      await migration().release(spec)
      expect(await bench.found(spec.id)).toBeUndefined()
      await expect(migration().release(handle())).resolves.toBeUndefined()
    })

    test('a running one is neither taken in nor let go of', async () => {
      const spec = await bench.runningGuest()
      await refused(migration().take(spec, [512], []), 'wrong_state')
      await refused(migration().release(spec), 'wrong_state')
      expect(await bench.found(spec.id)).toMatchObject({ power: 'running' })
    })
  })
}
