import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { StorageFacet } from '@main/drivers/driver'
import type { ConformanceBench } from './conformance-bench'
import { refused, specOf, task } from './conformance-parts'

/** Folders of storage pools, and the host's own. */
export function storageConformance(bench: ConformanceBench): void {
  describe('storage', () => {
    let folder: string
    beforeEach(async ({ skip }) => {
      skip(bench.driver.storage === undefined, 'this driver has no storage but its own')
      folder = await mkdtemp(join(tmpdir(), 'storage-'))
      return () => rm(folder, { recursive: true })
    })

    const storage = (): StorageFacet => bench.driver.storage as StorageFacet
    const source = (more: object = {}) => ({ name: 'disks', type: 'dir', host: '', target: folder, ...more }) as const

    test('a folder of the host is attached, listed and detached, again as often as one likes', async () => {
      expect(await storage().list()).toEqual([])
      expect(await storage().attach(source())).toBe(folder)
      expect(await storage().attach(source())).toBe(folder)
      expect(await storage().list()).toEqual([{ name: 'disks', attached: true }])
      await storage().detach('disks')
      await storage().detach('disks')
      expect(await storage().list()).toEqual([])
    })

    test('Ceph is refused, and says so', async () => {
      const error = await refused(storage().attach(source({ type: 'ceph', host: 'ceph.example' })))
      expect(error.message).toMatch(/ceph/i)
    })

    test('the host has folders of its own, and new guests can be sent to another', async () => {
      const { system, data } = await storage().paths()
      expect(system[0]).toMatch(/^\//)
      expect(data[0]).toMatch(/^\//)
      await storage().setDefault(folder)
      const paths = await storage().paths()
      expect([paths.system[0], paths.data[0]]).toEqual([folder, folder])
      const spec = specOf()
      await bench.driver.guests.define(spec)
      await bench.driver.disks.create(spec, { index: 0, size: 1 << 20 }, task())
      expect(await bench.driver.disks.sizes(spec)).toEqual([1 << 20])
    })

    test('a path that is not absolute is refused, and the old one stays', async () => {
      const before = await storage().paths()
      await refused(storage().setDefault('volumes'))
      expect(await storage().paths()).toEqual(before)
    })
  })
}
