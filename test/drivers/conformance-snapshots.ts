import { beforeEach, describe, expect, test } from 'vitest'
import type { GuestHandle, SnapshotFacts } from '@main/drivers/driver'
import type { ConformanceBench } from './conformance-bench'
import { handle, odd, refused, task } from './conformance-parts'

const MiB = 1 << 20
const TIME = 1_700_000_000_000

/** The tree of a stopped guest's snapshots (api/semantics 3.7, the 1.4 column). */
export function snapshotsConformance(bench: ConformanceBench): void {
  describe('snapshots', () => {
    beforeEach(({ skip }) => skip(bench.driver.snapshots === undefined, 'this driver cannot take snapshots'))

    const { snapshots, disks } = bench.facets
    const take = (guest: GuestHandle, name: string): Promise<void> =>
      snapshots().create(guest, { name, description: `of ${name}`, time: TIME }, task())
    /** `a<root a>b` and so on: every snapshot with the one below it, the current one marked by a star. */
    const tree = async (guest: GuestHandle): Promise<string[]> =>
      (await snapshots().list(guest)).map(({ name, backing, current }) => `${backing}>${name}${current ? '*' : ''}`)
    /** a, on it b, on b c, and on a again d, which is current. */
    const branched = async (): Promise<GuestHandle> => {
      const spec = await bench.guestWithDisk()
      for (const name of ['a', 'b', 'c']) await take(spec, name)
      await snapshots().restore(spec, 'a', task())
      await take(spec, 'd')
      return spec
    }

    test('a guest has none at first', async () => {
      expect(await snapshots().list(await bench.guestWithDisk())).toEqual([])
    })

    test('keep what they were told, in the order in which they were taken, also when the driver is opened again', async () => {
      const spec = await bench.guestWithDisk()
      const description = odd['commas, quotes and slashes']
      await snapshots().create(spec, { name: 'first', description, time: TIME }, task())
      await snapshots().create(spec, { name: 'a.second-1_', description: '', time: TIME + 1 }, task())
      const sizes = [bench.rig.image.virtual_size]
      const expected: SnapshotFacts[] = [
        { name: 'first', description, time: TIME, backing: '', current: false, sizes },
        { name: 'a.second-1_', description: '', time: TIME + 1, backing: 'first', current: true, sizes }
      ]
      expect(await snapshots().list(spec)).toEqual(expected)
      await bench.reopen()
      expect(await snapshots().list(spec)).toEqual(expected)
    })

    test('a restored one becomes current, and the next is taken on it', async () => {
      expect(await tree(await branched())).toEqual(['>a', 'a>b', 'b>c', 'a>d*'])
    })

    test('a restored guest has the sizes of then, and starts', async () => {
      const spec = await bench.guestWithDisk()
      const size = bench.rig.image.virtual_size
      await take(spec, 'small')
      await disks().grow(spec, { index: 0, size: size + MiB })
      await take(spec, 'large')
      await snapshots().restore(spec, 'small', task())
      expect(await disks().sizes(spec)).toEqual([size])
      await snapshots().restore(spec, 'large', task())
      expect(await disks().sizes(spec)).toEqual([size + MiB])
      await bench.driver.power.start(spec)
      expect(await bench.driver.power.state(spec)).toMatchObject({ power: 'running' })
    })

    test('all disks of a guest are in one', async () => {
      const spec = await bench.guestWithDisk()
      await disks().create(spec, { index: 1, size: MiB }, task())
      await take(spec, 'both')
      const [taken] = await snapshots().list(spec)
      expect(taken?.sizes).toEqual([bench.rig.image.virtual_size, MiB])
      await disks().grow(spec, { index: 1, size: 2 * MiB })
      await snapshots().restore(spec, 'both', task())
      expect(await disks().sizes(spec)).toEqual([bench.rig.image.virtual_size, MiB])
    })

    test('the current one is deleted while nothing depends on it, and its backing becomes current', async () => {
      const spec = await branched()
      await snapshots().remove(spec, 'd', task())
      expect(await tree(spec)).toEqual(['>a*', 'a>b', 'b>c'])
    })

    test('the only one is deleted, and the guest goes on from nothing but itself', async () => {
      const spec = await bench.guestWithDisk()
      await take(spec, 'only')
      await disks().grow(spec, { index: 0, size: bench.rig.image.virtual_size + MiB })
      await snapshots().remove(spec, 'only', task())
      expect(await tree(spec)).toEqual([])
      expect(await disks().sizes(spec)).toEqual([bench.rig.image.virtual_size + MiB])
      await take(spec, 'only')
      expect(await tree(spec)).toEqual(['>only*'])
    })

    test('one with a single child is deleted, and the child goes on from the one below', async () => {
      const spec = await branched()
      await snapshots().remove(spec, 'b', task())
      expect(await tree(spec)).toEqual(['>a', 'a>c', 'a>d*'])
    })

    test('the root is deleted when it has a single child, which becomes the root', async () => {
      const spec = await bench.guestWithDisk()
      await take(spec, 'a')
      await take(spec, 'b')
      await snapshots().remove(spec, 'a', task())
      expect(await tree(spec)).toEqual(['>b*'])
      await snapshots().restore(spec, 'b', task())
      await bench.driver.power.start(spec)
      expect(await bench.driver.power.state(spec)).toMatchObject({ power: 'running' })
    })

    test('a leaf of another branch is deleted', async () => {
      const spec = await branched()
      await snapshots().remove(spec, 'c', task())
      expect(await tree(spec)).toEqual(['>a', 'a>b', 'a>d*'])
    })

    test('one that several depend on, or the guest and another, is not deleted', async () => {
      const spec = await branched()
      expect((await refused(snapshots().remove(spec, 'a', task()))).message).toContain('b, d')
      await snapshots().restore(spec, 'b', task())
      expect((await refused(snapshots().remove(spec, 'b', task()))).message).toContain('c')
      expect(await tree(spec)).toEqual(['>a', 'a>b*', 'b>c', 'a>d'])
    })

    test('a name is taken once per guest, and an unknown one is named', async () => {
      const [spec, other] = [await bench.guestWithDisk(), await bench.guestWithDisk()]
      await take(spec, 'a')
      await refused(take(spec, 'a'))
      await take(other, 'a')
      expect((await refused(snapshots().restore(spec, 'nothing', task()))).message).toContain('nothing')
      expect((await refused(snapshots().remove(spec, 'nothing', task()))).message).toContain('nothing')
      expect(await tree(spec)).toEqual(['>a*'])
    })

    test('nothing changes when it is cancelled, or while the guest runs', async () => {
      const spec = await branched()
      const before = await snapshots().list(spec)
      const cancelled = task({ signal: AbortSignal.abort() })
      await refused(snapshots().create(spec, { name: 'e', description: '', time: TIME }, cancelled), 'cancelled')
      await refused(snapshots().restore(spec, 'b', cancelled), 'cancelled')
      await refused(snapshots().remove(spec, 'b', cancelled), 'cancelled')
      await bench.driver.power.start(spec)
      await refused(take(spec, 'e'), 'wrong_state')
      await refused(snapshots().restore(spec, 'b', task()), 'wrong_state')
      await refused(snapshots().remove(spec, 'b', task()), 'wrong_state')
      expect(await snapshots().list(spec)).toEqual(before)
    })

    test('a disk under snapshots is not replaced', async () => {
      const spec = await bench.guestWithDisk()
      await take(spec, 'a')
      const disk = { index: 0, size: bench.rig.image.virtual_size, source: bench.source(true) }
      await refused(disks().replace(spec, disk, task()), 'wrong_state')
    })

    test('an unknown guest is named as unknown, and a removed one leaves nothing', async () => {
      const nobody = handle()
      await refused(snapshots().list(nobody), 'unknown_guest')
      await refused(take(nobody, 'a'), 'unknown_guest')
      await refused(snapshots().restore(nobody, 'a', task()), 'unknown_guest')
      await refused(snapshots().remove(nobody, 'a', task()), 'unknown_guest')
      const spec = await bench.guestWithDisk()
      await take(spec, 'a')
      await bench.driver.guests.remove(spec)
      await bench.driver.guests.define(spec)
      expect(await snapshots().list(spec)).toEqual([])
    })
  })
}
