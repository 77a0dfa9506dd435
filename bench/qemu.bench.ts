import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openQemuDriver } from '@main/drivers/qemu/qemu-driver'
import type { Driver, DriverOptions, GuestSpec } from '@main/drivers/driver'
import { systemClock } from '@main/kernel/clock'
import { DailyFile } from '@main/kernel/daily-file'
import { Logger } from '@main/kernel/logger'
import { runProcess } from '@main/kernel/run-process'
import { unlimited } from '@shared/contract/qos'
import { systemVersions } from '@shared/rules/system-versions'
import { ratio, timed, type Result } from './measure'

const ROUNDS = 15
const COPIES = 3
const GiB = 2 ** 30
const patience = { timeoutMs: 60_000 }
const options: DriverOptions = { signal: new AbortController().signal, progress: { report: () => {} } }

/** Starts and linked clones through the driver, against bare QEMU and bare qemu-img, in turns. */
export async function benchQemu(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-qemu-'))
  const log = new Logger(new DailyFile(join(folder, 'logs'), 'bench'), systemClock)
  const guests = join(folder, 'guests')
  mkdirSync(guests)
  const driver = await openQemuDriver({ folder: guests, clock: systemClock, log })
  try {
    return [...(await starts(driver, folder)), ...(await clones(driver, folder))]
  } finally {
    await driver.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function starts(driver: Driver, folder: string): Promise<Result[]> {
  const spec = await defined(driver)
  await driver.disks.create(spec, { index: 0, size: 1 << 20 }, options)
  const [ours, bare]: [number[], number[]] = [[], []]
  let args: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await timed(() => driver.power.start(spec)))
    args = argumentsOf(Number(readFileSync(join(folder, 'guests', spec.id, 'qemu.pid'), 'utf8').split('\n')[0]))
    await driver.power.forceOff(spec)
    bare.push(await bareStart(args, join(folder, 'guests', spec.id)))
  }
  await driver.guests.remove(spec)
  return [
    ratio('start request to monitor ready, to a bare start with the same arguments', [ours, bare], { atMost: 1.2 })
  ]
}

/** proc(5): the arguments of a process, each ended by a zero byte. */
const argumentsOf = (pid: number): string[] => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1)

/** Milliseconds until QEMU, started by hand, has answered on its monitor. */
async function bareStart([program = '', ...args]: readonly string[], cwd: string): Promise<number> {
  let child: ChildProcess | undefined
  const took = await timed(async () => {
    child = spawn(program, args, { cwd, stdio: 'ignore' })
    const socket = await monitor(join(cwd, 'qmp.sock'))
    await once(socket, 'data')
    socket.write('{"execute":"qmp_capabilities"}\n')
    await once(socket, 'data')
    socket.destroy()
  })
  child?.kill('SIGKILL')
  if (child) await once(child, 'exit')
  return took
}

async function monitor(path: string): Promise<Socket> {
  for (;;) {
    const socket = connect(path)
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false
    )
    if (isOpen) return socket
    await systemClock.sleep(2)
  }
}

async function clones(driver: Driver, folder: string): Promise<Result[]> {
  const base = join(folder, 'base.qcow2')
  const raw = join(folder, 'base.raw')
  await runProcess('dd', ['if=/dev/urandom', `of=${raw}`, 'bs=1M', 'count=1024', 'status=none'], patience)
  await runProcess('qemu-img', ['convert', '-f', 'raw', '-O', 'qcow2', raw, base], patience)
  const [ours, bare, copies]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < ROUNDS; round++) {
    const spec = await defined(driver)
    const source = { path: base, format: 'qcow2', linked: true } as const
    ours.push(await timed(() => driver.disks.create(spec, { index: 0, size: GiB, source }, options)))
    const target = join(folder, `bare-${round}.qcow2`)
    const args = ['create', '-q', '-f', 'qcow2', '-b', base, '-F', 'qcow2', target]
    bare.push(await timed(() => runProcess('qemu-img', args, patience)))
    await driver.guests.remove(spec)
  }
  for (let round = 0; round < COPIES; round++) {
    const spec = await defined(driver)
    const source = { path: base, format: 'qcow2', linked: false } as const
    copies.push(await timed(() => driver.disks.create(spec, { index: 0, size: GiB, source }, options)))
    await driver.guests.remove(spec)
  }
  return [
    ratio('linked clone of a 1 GiB image, to bare qemu-img create -b', [ours, bare], { atMost: 1.5 }),
    ratio('full clone of the image, to its linked clone', [copies, ours], { atLeast: 50 })
  ]
}

async function defined(driver: Driver): Promise<GuestSpec> {
  const id = randomUUID()
  const spec: GuestSpec = {
    id,
    name: 'bench',
    owner: '',
    group: '',
    pool: '',
    tags: [],
    cores: 1,
    memory: 64 << 20,
    devices: systemVersions.general.devices,
    ports: [],
    qos: unlimited,
    modules: [],
    ethernet_address: '00:16:3e:00:00:01'
  }
  await driver.guests.define(spec)
  return spec
}
