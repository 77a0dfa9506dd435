// Starts a guest in the folder that it is told, says so, and waits to be killed.
import { openQemuDriver } from '@main/drivers/qemu/qemu-driver'
import { systemClock } from '@main/kernel/clock'
import { unlimited } from '@shared/contract/qos'
import { systemVersions } from '@shared/rules/system-versions'

const [folder = '', id = ''] = process.argv.slice(2)
const log = { info: () => {}, warn: () => {}, error: () => {} }
const driver = await openQemuDriver({ folder, clock: systemClock, log })
await driver.guests.define({
  id,
  name: 'survivor',
  owner: '',
  group: '',
  pool: '',
  tags: [],
  cores: 1,
  memory: 32 << 20,
  devices: systemVersions.general.devices,
  ports: [],
  qos: unlimited,
  modules: [],
  ethernet_address: '00:16:3e:00:00:01'
})
await driver.power.start({ id })
console.log(JSON.stringify(await driver.power.state({ id })))
