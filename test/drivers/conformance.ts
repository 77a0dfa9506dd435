import { afterEach, beforeEach, describe } from 'vitest'
import { agentConformance } from './conformance-agent'
import { ConformanceBench, type Rig } from './conformance-bench'
import { changesConformance } from './conformance-changes'
import { diskChangesConformance } from './conformance-disk-changes'
import { disksConformance } from './conformance-disks'
import { guestsConformance } from './conformance-guests'
import { mediaConformance } from './conformance-media'
import { migrationConformance } from './conformance-migration'
import { powerConformance } from './conformance-power'
import { screenConformance } from './conformance-screen'
import { serialConformance } from './conformance-serial'
import { snapshotsConformance } from './conformance-snapshots'
import { statsConformance } from './conformance-stats'
import { storageConformance } from './conformance-storage'

export type { Rig }

/** What every driver must do, said once. Each driver's test file calls this with its own hypervisor. */
export function describeDriver(name: string, createRig: () => Promise<Rig>): void {
  describe(`driver ${name}`, () => {
    const bench = new ConformanceBench(createRig)
    beforeEach(() => bench.setUp())
    afterEach(() => bench.tearDown())

    guestsConformance(bench)
    disksConformance(bench)
    diskChangesConformance(bench)
    snapshotsConformance(bench)
    powerConformance(bench)
    mediaConformance(bench)
    screenConformance(bench)
    serialConformance(bench)
    statsConformance(bench)
    storageConformance(bench)
    agentConformance(bench)
    migrationConformance(bench)
    changesConformance(bench)
  })
}
