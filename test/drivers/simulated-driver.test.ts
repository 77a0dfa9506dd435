import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDriverOn } from '@main/drivers/simulated/simulated-driver'
import { SimulatedHost } from '@main/drivers/simulated/simulated-host'
import { describeDriver } from './conformance'
import { specOf } from './conformance-parts'
import { connection, fastClock } from './simulated-rig'

describeDriver('simulated', async () => {
  const host = new SimulatedHost({ connection, clock: fastClock })
  const folder = await mkdtemp(join(tmpdir(), 'simulated-'))
  const image = { path: join(folder, 'disk.raw'), format: 'raw', virtual_size: 1 << 20 } as const
  const iso = join(folder, 'installer.iso')
  await writeFile(image.path, Buffer.alloc(image.virtual_size))
  await writeFile(iso, 'an installer')
  const driver = openDriverOn(host)
  return {
    driver,
    image,
    iso,
    guestWithAgent: async () => {
      const spec = specOf({ modules: ['qemu'] })
      host.seedGuest(spec, { running: true, disks: [1 << 20] })
      return spec
    },
    reopen: async () => {
      await driver.close()
      return openDriverOn(host)
    },
    cleanup: () => rm(folder, { recursive: true })
  }
})
