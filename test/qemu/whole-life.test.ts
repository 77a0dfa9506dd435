import { readFile } from 'node:fs/promises'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import type { DiskImage } from '@shared/contract/disk-image'
import type { GuestAuth, GuestDetails } from '@shared/contract/guest'
import type { Instance } from '@shared/contract/instance'
import { answerOf, BOOT_MS, freePort, isUp, says } from '../support/guest-web'
import { linuxGuest, type LinuxGuest } from '../support/linux-guest'
import { SerialTerminal } from '../support/serial-terminal'
import { ServedApp } from '../support/served-app'
import { until } from '../support/until'

const MiB = 1 << 20

let linux: LinuxGuest
beforeAll(async () => void (linux = await linuxGuest('cloud')), 300_000)

/** A guest with a Linux that came from an image, by the API alone. */
class Guest {
  readonly #app: ServedApp
  readonly id: string
  readonly port: number

  private constructor(app: ServedApp, id: string, port: number) {
    this.#app = app
    this.id = id
    this.port = port
  }

  static async create(app: ServedApp, name: string, from_image: string, size: number): Promise<Guest> {
    const port = await freePort()
    const { subject } = await app.done('POST /guests/', {
      ...{ name, from_image, cores: 1, memory: 256 * MiB, disks: [size, 8 * MiB], system_version: 'centos7' },
      ...{ modules: ['qemu', 'cloud-init'], cloud_init: { admin_name: 'nina' } },
      ports: [{ host: port, guest: 80 }]
    })
    return new Guest(app, subject, port)
  }

  look = (): Promise<GuestDetails> => this.#app.ask(`GET /guests/${this.id}`)
  instance = (): Promise<Instance> => this.#app.ask(`GET /instances/${this.id}`)
  auth = (): Promise<GuestAuth> => this.#app.ask(`GET /guests/${this.id}/auth`)
  order = (route: string, body?: unknown) => this.#app.done(route.replace('ID', this.id), body)
  inside = (page: string): Promise<string> => answerOf(this.port, page)

  async start(): Promise<void> {
    await this.#app.ask(`POST /instances/${this.id}`)
    await isUp(this.port)
  }

  /** By the system's own shutting down. */
  async stop(): Promise<void> {
    await this.#app.ask(`DELETE /instances/${this.id}`)
    await until('the guest to be off', async () => !(await this.look()).running, BOOT_MS)
  }
}

test('a guest lives by the API: made, used, changed, put back, copied, made anew', async () => {
  const app = await ServedApp.start()
  onTestFinished(() => app.close())
  await app.ask('POST /address_pools/net', { gateway: '10.20.30.1', dns: ['10.20.30.1'] })
  const range = { end: '10.20.30.50', netmask: '255.255.255.0' }
  await app.ask('POST /address_pools/net/internal/ranges/10.20.30.44', range)
  await app.ask('PUT /compute_pools/default', { network: 'net' })
  const { id: base } = await app.ask<{ id: string }>('POST /disk_images/', { name: 'base' })
  await app.ask(`POST /disk_images/${base}/file/`, await readFile(linux.disk))

  const web = await Guest.create(app, 'web-1', base, 256 * MiB)
  await web.start()
  const { user, password } = await web.auth()
  expect([user, password]).toEqual(['nina', expect.stringMatching(/^\w{10}$/)])
  expect(await web.inside('status')).toContain(`host web-1\ninstance ${web.id}\nboots 1\n`)
  const serial = new SerialTerminal(await app.serial(web.id))
  await serial.says(`GUEST-READY hostname=web-1 instance-id=${web.id}`)
  await serial.logIn(user, password)
  serial.close()

  const setPassword = () => app.ask<GuestAuth>(`PUT /guests/${web.id}/auth`, { password: 'Other-secret-2' })
  const set = await until('the agent', () => setPassword().catch(() => undefined), BOOT_MS)
  expect(set).toEqual({ user: 'nina', password: 'Other-secret-2' })
  expect(await web.auth()).toEqual(set)
  expect(await web.inside('sign-in?nina:Other-secret-2')).toBe('welcome nina\n')
  expect(await web.inside(`sign-in?nina:${password}`)).toBe('no\n')

  expect(await web.inside('disks')).toBe(`sda ${256 * MiB}\nsdb ${8 * MiB}\n`)
  await web.order('PUT /guests/ID/disks/resize/1', { size: 16 * MiB })
  await says(web.port, 'disks', `sdb ${16 * MiB}\n`)

  await web.inside('note?kept=before')
  const { internal } = await until(
    'the address',
    async () => {
      const instance = await web.instance()
      return instance.internal.network_address === '' ? undefined : instance
    },
    BOOT_MS
  )
  expect(internal.network_address).toMatch(/^10\.20\.30\.(4[4-9]|50)$/)
  expect(internal.allocated_address).toBe(`${internal.network_address}/24`)
  await web.stop()
  await web.order('POST /instances/ID/snapshots/', { name: 'then', description: 'with a note' })
  await web.start()
  expect(await web.inside('note?kept')).toBe('before\n')
  await web.inside('note?kept=changed')
  await web.inside('note?lost=after')
  await web.stop()
  await web.order('PUT /instances/ID/snapshots/', { target: 'then' })
  await web.order('PUT /guests/ID/disks/resize/0', { size: 288 * MiB })
  expect((await web.look()).disks).toEqual([288 * MiB, 16 * MiB])
  await web.start()
  expect(await web.inside('disks')).toBe(`sda ${288 * MiB}\nsdb ${16 * MiB}\n`)
  expect([await web.inside('note?kept'), await web.inside('note?lost')]).toEqual(['before\n', ''])
  await web.stop()

  const build = { name: 'built', guest: web.id }
  expect(await app.refusalOf('POST /disk_images/', build)).toContain('has 1 snapshot')
  await web.order('DELETE /instances/ID/snapshots/then')
  expect(await app.ask(`GET /instances/${web.id}/snapshots/`)).toEqual({})
  const { subject: built } = await web.order('POST /disk_images/', build)
  expect(await app.ask<DiskImage>(`GET /disk_images/${built}`)).toMatchObject({
    ...{ created: true, format: 'qcow2', virtual_size: 288 * MiB, error: '' }
  })

  await web.order('PUT /guests/ID/system/', { from_image: base })
  expect(await web.look()).toMatchObject({ created: true, error: '', from_image: base, disks: [288 * MiB, 16 * MiB] })
  const copy = await Guest.create(app, 'web-2', built, 288 * MiB)
  await Promise.all([web.start(), copy.start()])
  // What was on the disk is in the copy, which is a guest of its own; the first one has it no more.
  expect(await copy.inside('status')).toContain(`host web-2\ninstance ${copy.id}\n`)
  expect((await copy.look()).internal.allocated_address).not.toBe(internal.allocated_address)
  expect([await copy.inside('note?kept'), await web.inside('note?kept')]).toEqual(['before\n', ''])
  expect(await web.inside('status')).toMatch(/^host web-1\ninstance \S+\nboots 1\n/)
  expect(await web.inside('status')).not.toContain(web.id)
  expect(await web.inside(`sign-in?nina:${(await web.auth()).password}`)).toBe('welcome nina\n')
  for (const guest of [web, copy]) await app.ask(`DELETE /guests/${guest.id}`, { force: true })
  expect(await app.ask('GET /address_pools/net')).toMatchObject({ allocated: [] })
})
