import { readdir, readFile, stat } from 'node:fs/promises'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { getPriority } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Driver, GuestCloudInit, GuestSpec } from '@main/drivers/driver'
import { seedImage, seedTexts } from '@main/drivers/cloud-init/seed'
import { connectUnix } from '@main/drivers/qemu/qmp/connect-unix'
import { QmpClient } from '@main/drivers/qemu/qmp/qmp-client'
import { runProcess } from '@main/kernel/run-process'
import { unlimited } from '@shared/contract/qos'
import { systemVersions } from '@shared/rules/system-versions'
import { firstBytes, refused, task } from '../drivers/conformance-parts'
import { answerOf, BOOT_MS, freePort } from '../support/guest-web'
import { linuxGuest, type LinuxGuest } from '../support/linux-guest'
import { until } from '../support/until'
import { Bench, GREETING, guestOn, sampleImage } from './qemu-rig'
import { screenSays } from './screen'

const MiB = 1 << 20
const network = { address: '10.20.30.44/24', gateway: '10.20.30.1', dns: [] }
const cloud_init: GuestCloudInit = {
  instance_id: 'i-1',
  hostname: 'web-1',
  system: 'linux',
  root_enabled: true,
  admin_name: 'nina',
  admin_secret: 'Sample-1',
  data_path: '/opt/data',
  ssh_keys: [],
  user_data: ''
}

let linux: { cloud: LinuxGuest; generic: LinuxGuest }
beforeAll(async () => {
  linux = { cloud: await linuxGuest('cloud'), generic: await linuxGuest('generic') }
}, 300_000)

const installed = (driver: Driver, { disk }: LinuxGuest, more: Partial<GuestSpec>): Promise<GuestSpec> =>
  guestOn(
    driver,
    { path: disk, format: 'qcow2', virtual_size: 256 * MiB },
    { memory: 256 * MiB, modules: ['qemu', 'cloud-init'], cloud_init, ...more }
  )

test('what cloud-init, the agent and the ports of a guest do is seen inside, and limits are set', async () => {
  const bench = await Bench.create()
  const { driver } = await bench.open()
  const [web, ssh] = [await freePort(), await freePort()]
  const spec = await installed(driver, linux.cloud, {
    devices: systemVersions.centos7.devices,
    network: { ...network, provider: 'cloudinit' },
    ports: [tcp(web, 80), tcp(ssh, 22)],
    qos: { ...unlimited, cpu_priority: 'medium', read_speed: 64 * MiB, write_iops: 5_000 }
  })
  await driver.disks.create(spec, { index: 1, size: 8 * MiB }, task())
  const written = Buffer.alloc(8 * MiB)
  written.write('not to be lost', MiB - 100)
  const source = { path: await bench.file('written.raw', written), format: 'raw', linked: false } as const
  await driver.disks.create(spec, { index: 2, size: 8 * MiB, source }, task())
  await driver.power.start(spec)

  expect((await stat(join(bench.folder, spec.id, 'cloud-init.iso'))).mode & 0o777).toBe(0o600)
  await until(
    'the host name and instance',
    async () => (await answerOf(web, 'status')).includes('host web-1\ninstance i-1'),
    BOOT_MS
  )
  expect(await until('a greeting by SSH', () => banner(ssh).catch(() => ''))).toBe('SSH-2.0-dropbear')
  expect(await agentAddress(driver, spec)).toBe('10.20.30.44')
  const usage = async () => (await driver.stats.sample([spec])).get(spec.id)
  await until('word of the traffic', async () => ((await usage())?.bytes_received ?? 0) > 500)
  await until('word of the room', async () => ((await usage())?.disk_available ?? 0) > 20 * MiB)
  expect(new Set(await nicenessOf(await bench.pidOf(spec)))).toEqual(new Set([nicer(5)]))

  expect(await answerOf(web, 'sign-in?nina:Sample-1')).toBe('welcome nina\n')
  await driver.agent!.setPassword(spec, { user: 'nina', password: 'Other-2' })
  expect(await answerOf(web, 'sign-in?nina:Other-2')).toBe('welcome nina\n')
  expect(await answerOf(web, 'sign-in?nina:Sample-1')).toBe('no\n')
  const refusal = await refused(driver.agent!.setPassword(spec, { user: 'nobody-here', password: 'Other-2' }), 'failed')
  expect(refusal.message).not.toContain('Other-2')
  // The disk that has something on it was found too, and left alone.
  const data = 'folders data data2\nmounted /opt/data\n'
  await until('the data disk', async () => (await answerOf(web, 'data')) === data, BOOT_MS)

  const other = await freePort()
  const more = { ...spec, ports: [tcp(other, 80)], qos: { ...unlimited, cpu_priority: 'low' as const, read_iops: 900 } }
  await driver.guests.define(more)
  expect(await answerOf(other, 'status')).toContain('host web-1')
  expect(await answerOf(web, 'status')).toBe('')
  const taken = await takenPort()
  const error = await refused(driver.guests.define({ ...more, ports: [tcp(other, 8080), tcp(taken, 80)] }))
  expect(error.message).toContain(`Port ${taken} (tcp)`)
  expect(await answerOf(other, 'status')).toContain('host web-1')
  expect((await driver.guests.list())[0]?.spec).toEqual(more)
  expect(new Set(await nicenessOf(await bench.pidOf(spec)))).toEqual(new Set([nicer(10)]))
  await driver.close()
  const limits = { group: 'limits', bps_rd: 0, bps_wr: 0, iops_rd: 900, iops_wr: 0 }
  expect(await limitsIn(join(bench.folder, spec.id, 'qmp.sock'))).toEqual([limits, limits, limits])
})

test('user-data of a guest’s own is used, again for a new instance; its agent tells the leased address and switches it off', async () => {
  const { driver } = await (await Bench.create()).open()
  const web = await freePort()
  const user_data = '#cloud-config\nhostname: raw\nruncmd:\n  - [killall, acpid]\n'
  const spec = await installed(driver, linux.generic, {
    devices: systemVersions.general.devices,
    network: { ...network, provider: 'dhcp' },
    ports: [tcp(web, 80)],
    cloud_init: { ...cloud_init, user_data }
  })
  for (const instance_id of ['i-1', 'i-2']) {
    await driver.guests.define({ ...spec, cloud_init: { ...cloud_init, user_data, instance_id } })
    await driver.power.start(spec)
    const text = `host raw\ninstance ${instance_id}\n`
    await until(instance_id, async () => (await answerOf(web, 'status')).includes(text), BOOT_MS)
    expect(await agentAddress(driver, spec)).toBe('10.20.30.44')
    await driver.power.shutdown(spec)
    await until('it to be off', async () => (await driver.power.state(spec)).power === 'stopped', BOOT_MS)
  }
})

test('the disc for cloud-init is one that xorriso reads', async () => {
  const bench = await Bench.create()
  const texts = { cloud_init, ethernet_address: '00:16:3e:00:00:01', data_disks: ['disk1'] }
  const path = await bench.file('seed.iso', await seedImage(texts))
  const folder = join(bench.root, 'read')
  await runProcess('xorriso', ['-indev', path, '-osirrox', 'on', '-extract', '/', folder], { timeoutMs: 10_000 })
  for (const [name, text] of Object.entries(await seedTexts(texts)))
    expect(await readFile(join(folder, name), 'utf8')).toBe(text)
})

test('a guest without an agent is not asked for long', async () => {
  const { driver } = await (await Bench.create()).open()
  const without = await guestOn(driver)
  await driver.power.start(without)
  expect((await refused(driver.agent!.addresses(without), 'wrong_state')).message).toContain('has no guest agent')
  const silent = await guestOn(driver, sampleImage, { modules: ['qemu'] })
  await driver.power.start(silent)
  expect((await refused(driver.agent!.addresses(silent), 'wrong_state')).message).toContain('does not answer')
  // The power button is pressed all the same.
  await screenSays(driver, silent, GREETING)
  await driver.power.shutdown(silent)
  await until('it to be off', async () => (await driver.power.state(silent)).power === 'stopped')
})

/** So much nicer than we are; nothing is nicer than 19. */
const nicer = (by: number): number => Math.min(19, getPriority() + by)

const tcp = (host: number, guest: number) => ({ protocol: 'tcp' as const, host, guest })

/** A port of this computer on which something listens until the test has ended. */
async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

/** The first address that the agent tells, once there is one. */
const agentAddress = (driver: Driver, spec: GuestSpec): Promise<string> =>
  until('the agent', async () => (await driver.agent!.addresses(spec).catch(() => []))[0], BOOT_MS)

async function banner(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  try {
    return await firstBytes(socket, 16)
  } finally {
    socket.destroy()
  }
}

/** Of all threads of a process (proc(5), /proc/pid/task/tid/stat, field 19). */
async function nicenessOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`)
  const stats = await Promise.all(threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/stat`, 'latin1')))
  return stats.map((text) => Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[16]))
}

/** What QEMU itself says of the limits of its disks. */
async function limitsIn(monitor: string): Promise<object[]> {
  const qmp = new QmpClient(await connectUnix(monitor))
  await qmp.ready
  const disks = (await qmp.execute('query-block')).filter(({ qdev }) => qdev?.startsWith('disk'))
  qmp.close()
  return disks.map(({ inserted }) => {
    const { group, bps_rd, bps_wr, iops_rd, iops_wr } = inserted as unknown as Record<string, unknown>
    return { group, bps_rd, bps_wr, iops_rd, iops_wr }
  })
}
