// With its guests on a small disk: what is refused when that is full, and what becomes of a guest that writes to it then.
import { readdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Driver, DriverError, GuestPower } from '@main/drivers/driver'
import { openQemuDriver } from '@main/drivers/qemu/qemu-driver'
import { systemClock } from '@main/kernel/clock'
import { unlimited } from '@shared/contract/qos'
import { systemVersions } from '@shared/rules/system-versions'

/** What the test reads. */
export interface FullDiskReport {
  readonly refusal: Pick<DriverError, 'fault' | 'message'>
  readonly left: readonly string[]
  readonly halted: GuestPower
  readonly again: GuestPower
}

const MiB = 1 << 20
const [disk = '', large = '', writing = ''] = process.argv.slice(2)
const filler = join(disk, 'filler')
const options = { signal: new AbortController().signal, progress: { report: () => {} } }
const log = { info: () => {}, warn: () => {}, error: () => {} }
const driver = await openQemuDriver({ folder: join(disk, 'guests'), clock: systemClock, log })

const spec = {
  id: 'small',
  name: 'small',
  owner: '',
  group: '',
  pool: '',
  tags: [],
  cores: 1,
  memory: 32 * MiB,
  devices: systemVersions.general.devices,
  ports: [],
  qos: unlimited,
  modules: [],
  ethernet_address: '00:16:3e:00:00:01'
}
await driver.guests.define(spec)
const { fault, message } = await driver.disks
  .create(spec, { index: 0, size: 8 * MiB, source: { path: large, format: 'raw', linked: false } }, options)
  .then(
    () => ({ fault: 'failed', message: 'it was made' }) as const,
    (error: DriverError) => error
  )
const left = await readdir(join(disk, 'guests', spec.id))

await driver.disks.create(
  spec,
  { index: 0, size: MiB, source: { path: writing, format: 'raw', linked: true } },
  options
)
const { bavail, bsize } = await statfs(disk)
await writeFile(filler, Buffer.alloc(bavail * bsize - 32 * 1024))
await driver.power.start(spec)
const halted = await become(driver, 'failed')
await rm(filler)
await driver.power.reset(spec)
const again = await become(driver, 'running')
await driver.power.forceOff(spec)
await driver.close()
console.log(JSON.stringify({ refusal: { fault, message }, left, halted, again } satisfies FullDiskReport))

async function become(on: Driver, wanted: GuestPower['power']): Promise<GuestPower> {
  for (;;) {
    const power = await on.power.state(spec)
    if (power.power === wanted) return power
    await systemClock.sleep(5)
  }
}
