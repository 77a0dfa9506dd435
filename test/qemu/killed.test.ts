import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DiskImage } from '@shared/contract/disk-image'
import type { Task } from '@shared/contract/task'
import { headerOf } from '@main/drivers/qemu/disk-layout'
import { runProcess } from '@main/kernel/run-process'
import { answerOf, isUp, says } from '../support/guest-web'
import { linuxGuest } from '../support/linux-guest'
import { ServedApp } from '../support/served-app'
import { until } from '../support/until'
import { contentsOf, WholeGuest, type Having, type Victim } from './whole-guest'

/** More of them, at chance moments of the work: `KILL_ROUNDS=20 npm run test:qemu -- killed.test`. */
const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 1)
/** The application or the tool is killed as soon as the tool runs; in more rounds up to so much later. */
const LATE_MS = ROUNDS > 1 ? 80 : 0
/** On a busy computer. */
const ROUND_MS = 240_000
const MiB = 1 << 20

interface Order {
  readonly route: string
  readonly body?: object
  /** Whether the guest is started afterwards, which takes long. */
  readonly boots?: boolean
  /** What it makes of what was there. */
  readonly after: (before: Having) => Having | Promise<Having>
}

let app: ServedApp
let image: string
/** What a system disk shows that was just made of the image. */
let fresh: string
beforeAll(async () => {
  const linux = await linuxGuest('cloud')
  app = await ServedApp.start()
  image = (await app.ask<{ id: string }>('POST /disk_images/', { name: 'base' })).id
  await app.ask(`POST /disk_images/${image}/file/`, await readFile(linux.disk))
  const raw = join(app.folder, 'base.raw')
  await runProcess('qemu-img', ['convert', '-f', 'qcow2', '-O', 'raw', linux.disk, raw], { timeoutMs: 60_000 })
  fresh = contentsOf(await readFile(raw))
}, 300_000)
afterAll(() => app.close())

async function imageOf(name: string): Promise<DiskImage> {
  const images = await app.ask<DiskImage[]>('GET /disk_image_search/')
  return images.find((each) => each.name === name)!
}

describe.each<Victim>(['the application', 'its disk tool'])('%s is killed', (victim) => {
  let guest: WholeGuest
  let cut = 0
  let killed = 0
  beforeAll(async () => void (guest = await WholeGuest.create(app, victim.replaceAll(' ', '-'), image)))

  /** Cuts an order off: what was there is there, or what is there after it, and then it can be done to the end. */
  async function survives(order: Order): Promise<Having> {
    const before = await guest.having()
    const after = await order.after(before)
    killed++
    const { isCut, task } = await guest.cutOff(order, victim, Math.random() * LATE_MS)
    if (isCut) cut++
    const now = await guest.having()
    expect([before, after]).toContainEqual(now)
    if (task.state === 'done') expect(now).toEqual(after)
    else expect(task.error).not.toBe('')
    if (!isDeepStrictEqual(now, after)) {
      await guest.done(order.route, order.body)
      expect(await guest.having()).toEqual(after)
    }
    if (order.boots && victim === 'the application') await guest.boots()
    return after
  }

  const same = (before: Having): Having => before

  for (let round = 1; round <= ROUNDS; round++) {
    test(`while a disk shrinks and grows, round ${round}`, { timeout: ROUND_MS }, async () => {
      await guest.files.write(7, { index: 1, length: 48 * MiB })
      await survives({ route: 'PUT /guests/ID/disks/shrink/1', after: same })
      const size = (64 + round) * MiB
      await survives({
        route: 'PUT /guests/ID/disks/resize/1',
        body: { size },
        boots: true,
        after: async ({ disks: [system = '', _data, ...more], snapshots }) => {
          const grown = contentsOf(Buffer.concat([await guest.files.bytes(1)], size))
          return { disks: [system, grown, ...more], snapshots }
        }
      })
    })

    test(`while snapshots are taken, put back and merged, round ${round}`, { timeout: ROUND_MS }, async () => {
      const snapshots = 'POST /instances/ID/snapshots/'
      const one = await survives({
        route: snapshots,
        body: { name: 'one' },
        boots: true,
        after: ({ disks }) => ({ disks, snapshots: ['one*'] })
      })
      await guest.files.write(8, { index: 1, at: 8 * MiB, length: 16 * MiB })
      await survives({ route: 'PUT /instances/ID/snapshots/', body: { target: 'one' }, after: () => one })
      await guest.files.write(9, { index: 1, length: 16 * MiB })
      await guest.done(snapshots, { name: 'two' })
      await guest.files.write(10, { index: 1, at: 16 * MiB, length: 40 * MiB })
      // More is above the second one than in it, and less above the first one: one is copied up, one written down.
      await survives({
        route: 'DELETE /instances/ID/snapshots/two',
        after: ({ disks }) => ({ disks, snapshots: ['one*'] })
      })
      await survives({
        route: 'DELETE /instances/ID/snapshots/one',
        boots: true,
        after: ({ disks }) => ({ disks, snapshots: [] })
      })
    })

    test(`while an image is built, round ${round}`, { timeout: ROUND_MS }, async () => {
      const body = { name: `built-${round}-${guest.id.slice(0, 8)}`, guest: guest.id }
      await survives({ route: 'POST /disk_images/', body, boots: true, after: same })
      const built = await imageOf(body.name)
      if (!built.created) {
        expect(built.error).not.toBe('')
        await app.ask(`DELETE /disk_images/${built.id}`)
        await app.done('POST /disk_images/', body)
      }
      expect(await imageOf(body.name)).toMatchObject({ created: true, error: '', virtual_size: 256 * MiB })
      const files = await readdir(join(app.folder, 'images/disk'))
      expect(files.filter((file) => !/_v\w+\.(img|qcow2)$/.test(file))).toEqual([])
    })

    test(`while the system is reset, round ${round}`, { timeout: ROUND_MS }, async () => {
      await survives({
        route: 'PUT /guests/ID/system/',
        body: { from_image: image },
        boots: true,
        after: ({ disks: [_system, ...more], snapshots }) => ({ disks: [fresh, ...more], snapshots })
      })
    })
  }

  // Some work is done before we see it.
  test('mostly in the middle of the work', () => expect(cut / killed).toBeGreaterThan(0.5))
})

describe('a running guest', () => {
  let guest: WholeGuest
  beforeAll(async () => {
    guest = await WholeGuest.create(app, 'running', image)
    await app.ask(`POST /instances/${guest.id}`)
    await isUp(guest.port)
  })

  /** Orders its second disk to grow while its QEMU hangs, so that the order is not done yet. */
  async function growWhileHanging(size: number): Promise<{ readonly qemu: number; readonly task: Task }> {
    const qemu = await guest.qemu()
    process.kill(qemu, 'SIGSTOP')
    const task = await app.order(`PUT /guests/${guest.id}/disks/resize/1`, { size })
    expect(task.state).toBe('running')
    return { qemu, task }
  }

  test('runs on when the application is killed while a disk grows', async () => {
    const { qemu, task } = await growWhileHanging(65 * MiB)
    await app.kill()
    process.kill(qemu, 'SIGCONT')
    await app.startAgain()
    expect((await app.ended(task)).state).toBe('interrupted')
    expect(await guest.look()).toMatchObject({ running: true, error: '', lost: false })
    expect((await guest.look()).disks[1]).toBe((await headerOf(await guest.files.live(1))).size)
    expect(await answerOf(guest.port, 'status')).toContain('boots 1\n')
    await guest.done('PUT /guests/ID/disks/resize/1', { size: 66 * MiB })
    await says(guest.port, 'disks', `sdb ${66 * MiB}\n`)
  })

  test('is whole and boots when its QEMU is killed while a disk grows', async () => {
    const { qemu, task } = await growWhileHanging(67 * MiB)
    process.kill(qemu, 'SIGKILL')
    const { state, error } = await app.ended(task)
    expect([state, error]).toEqual(['failed', expect.stringMatching(/\w+/)])
    const off = await until('the guest to be off', async () => {
      const seen = await guest.look()
      return seen.running ? undefined : seen
    })
    expect(off.error).toContain('ended unexpectedly')
    expect(off.disks).toEqual([256 * MiB, 66 * MiB, MiB, MiB])
    await guest.files.check()
    await guest.done('PUT /guests/ID/disks/resize/1', { size: 67 * MiB })
    await guest.boots()
  })
})
