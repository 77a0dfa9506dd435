import { describe, expect, test } from 'vitest'
import { AppError } from '@shared/contract/errors'
import { NewGuest } from '@shared/contract/guest'
import type { CellStatus } from '@shared/contract/status'
import type { Answers } from './support/fake-core'
import { windowWith } from './support/guest-window'
import { aCell, aGuest, anImage, aTask } from './support/samples'
import { until } from './support/until'

const GiB = 2 ** 30
const status = (patch: Partial<CellStatus> = {}): CellStatus => ({
  ...{ name: 'local', address: '', enabled: true, alive: true, cpu_usage: 5, max_cpu: 8 },
  ...{ available_memory: 16 * GiB, max_memory: 32 * GiB, available_disk: 100 * GiB, max_disk: 200 * GiB },
  ...{ instances: [0, 0, 0, 0], read_speed: 0, write_speed: 0, receive_speed: 0, send_speed: 0 },
  ...patch
})
const sample = anImage({ id: 'i1', name: 'sample', virtual_size: 2 ** 20 })

async function form(answers: Answers = {}, guests = [aGuest({ id: 'g1', name: 'web-1' })]) {
  const opened = await windowWith(
    guests,
    {
      'diskImage.search': () => [sample],
      'status.cells': () => [status()],
      'guest.create': () => aTask({ subject: 'g9' }),
      ...answers
    },
    '/guests/new'
  )
  const name = (await opened.window.find('[data-test=name]')) as HTMLInputElement
  await until('a name', () => name.value !== '')
  return { ...opened, name }
}
const isDisabled = (selector: string): boolean => document.querySelector<HTMLButtonElement>(selector)?.disabled ?? false
const ready = () => until('a complete form', () => !isDisabled('[data-test=create]'))
const ordered = async (core: { askedOf(operation: string): unknown[] }) =>
  NewGuest.parse(await until('the order', () => core.askedOf('guest.create')[0]))

/** Chooses a file, as the dialog of the system does. */
async function choose(file: File): Promise<void> {
  const input = await until('the input', () => document.querySelector<HTMLInputElement>('input[type=file]'))
  Object.defineProperty(input, 'files', { value: [file], configurable: true })
  input.dispatchEvent(new Event('change'))
}
const installerBytes = (): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(33 * 1024)
  bytes.set(new TextEncoder().encode('CD001'), 16 * 2048 + 1)
  return bytes
}

describe('creating a guest', () => {
  test('takes no more than a click: image, name, place and size have good first values', async () => {
    const { core, window } = await form()
    await window.says('sample, Linked clone')
    await window.says('This name is free')
    await window.says('It fits')
    await ready()
    await window.click('[data-test=create-and-start]')

    expect(await ordered(core)).toMatchObject({
      ...{ name: 'guest-1', pool: 'default', cores: 1, memory: GiB, disks: [10 * GiB], start: true, auto_start: false },
      ...{ from_image: 'i1', clone: 'linked', system_version: 'general', tags: [] }
    })
    await until('the page of the guest', () => location.hash === '#/guests/g9')
  })

  test('does not start it when not asked to', async () => {
    const { core, window } = await form()
    await ready()
    await window.click('[data-test=create]')
    expect((await ordered(core)).start).toBe(false)
  })

  test('creates and starts with Ctrl+Enter', async () => {
    const { core, window } = await form()
    await ready()
    window.press('Enter', { ctrlKey: true })
    expect((await ordered(core)).start).toBe(true)
  })

  test('checks the name while it is typed', async () => {
    const { window } = await form({}, [
      aGuest({ id: 'a', name: 'web-1' }),
      aGuest({ id: 'b', name: 'web-2', pool: 'elsewhere' }),
      aGuest({ id: 'c', name: 'web-3', created: false, error: 'The disk is full' })
    ])
    await window.type('[data-test=name]', 'web 1')
    await window.says('Use letters, digits, underscores and dashes')
    expect(isDisabled('[data-test=create]')).toBe(true)
    await window.type('[data-test=name]', 'web-1')
    await window.says('has a guest of this name')
    for (const name of ['web-2', 'web-3']) {
      await window.type('[data-test=name]', name)
      await window.says('This name is free')
    }
    await ready()
    await window.type('[data-test=name]', 'x'.repeat(65))
    await window.says('Use at most 64 characters')
  })

  test('names each control by its label alone, and its hint after that', async () => {
    const { window } = await form()
    const pool = await window.find('[data-test=pool] input')
    const [name, hint] = ['aria-labelledby', 'aria-describedby'].map(
      (by) => document.getElementById(pool.getAttribute(by) ?? '')?.textContent
    )
    expect(name).toBe('Compute pool')
    expect(hint).toBe('Its volumes stay on the cell')
  })

  test('gives an image the disk that it needs', async () => {
    const { core, window } = await form({ 'diskImage.search': () => [anImage({ virtual_size: 40 * GiB })] })
    await window.says('needs a disk of 40 GiB')
    await ready()
    await window.click('[data-test=create]')
    expect((await ordered(core)).disks).toEqual([40 * GiB])
  })

  test('starts an installer from an ISO, with as many disks as wanted', async () => {
    const { core, window } = await form({
      'mediaImage.list': () => [anImage({ id: 'm1', name: 'debian', format: 'iso' })]
    })
    await window.click('[data-test=source-iso]')
    await window.says('debian')
    await window.click('[data-test=add-disk]')
    await ready()
    await window.click('[data-test=create-and-start]')
    const order = await ordered(core)
    expect(order).toMatchObject({ from_media: 'm1', start: true, disks: [10 * GiB, 10 * GiB] })
    expect(order.from_image).toBeUndefined()
  })

  test('takes a disk of this computer: it becomes an image, which the guest is cloned from', async () => {
    const { core, window } = await form({
      'diskImage.create': () => ({ id: 'i2' }),
      'diskImage.get': () => anImage({ id: 'i2' }),
      'diskImage.upload': () => ({ ticket: 'up' })
    })
    await window.click('[data-test=source-disk]')
    await choose(new File([installerBytes()], 'netinst.img'))
    await window.says('“netinst.img” is an installer')
    expect(isDisabled('[data-test=create]')).toBe(true)

    await choose(new File(['disk'], 'old server.qcow2'))
    const channel = await until('the upload', () => core.channels[0])
    expect(core.askedOf('diskImage.create')).toMatchObject([{ name: 'old-server' }])
    const image = anImage({ id: 'i2', name: 'old-server', created: false })
    core.announce({ name: 'disk_image.changed', payload: image })
    await window.says('old-server is being copied in: 0%')
    expect(isDisabled('[data-test=create]')).toBe(true)

    channel.finish('no room')
    await window.says('no room')
    await window.click('[data-test=retry-transfer]')
    const again = await until('another upload', () => core.channels[1])
    again.finish()
    core.announce({
      name: 'disk_image.changed',
      payload: { ...image, created: true, virtual_size: 20 * GiB, revision: 2 }
    })
    await window.says('old-server, needs a disk of 20 GiB')
    await ready()
    await window.click('[data-test=create]')
    expect(await ordered(core)).toMatchObject({ from_image: 'i2', clone: 'linked', disks: [20 * GiB] })
  })

  test('needs a source, except for an empty guest', async () => {
    const { core, window } = await form({ 'diskImage.search': () => [] })
    await window.says('There is no disk image yet')
    expect(isDisabled('[data-test=create]')).toBe(true)
    await window.click('[data-test=source-empty]')
    await ready()
    await window.click('[data-test=create]')
    const order = await ordered(core)
    expect([order.from_image, order.from_media]).toEqual([undefined, undefined])
  })

  test('says before the order that no cell has room, or that none is there', async () => {
    const { core, window } = await form({
      'status.cells': () => [status({ available_memory: GiB / 2, available_disk: GiB })]
    })
    await window.says('Not enough memory: the most that is free is 512 MiB, on local')
    await window.says('Not enough disk: the most that is free is 1 GiB, on local')
    expect(isDisabled('[data-test=create]')).toBe(true)

    core.announce({ name: 'cell.changed', payload: aCell({ alive: false, revision: 2 }) })
    await window.says('No cell of this pool takes new guests now')
  })

  test('does not order from a pool that takes no guests', async () => {
    const closed = { name: 'default', enabled: false, cells: 1, network: '', storage: '', failover: false }
    const { window } = await form({ 'computePool.list': () => [closed] })
    await window.says('This pool is disabled and takes no new guests')
    expect(isDisabled('[data-test=create]')).toBe(true)
  })

  test('takes a network address, and refuses what is none', async () => {
    const { core, window } = await form()
    await window.type('[data-test=mac]', '01:16:3e:00:00:01')
    await window.says('Write a unicast address')
    expect(isDisabled('[data-test=create]')).toBe(true)
    await window.type('[data-test=mac]', '00:16:3E:00:00:0A')
    await ready()
    await window.click('[data-test=create]')
    expect((await ordered(core)).ethernet_address).toBe('00:16:3e:00:00:0a')
  })

  test('says why an order was refused, and keeps the form', async () => {
    const { window, name } = await form({
      'guest.create': () => {
        throw new AppError('GUEST_NAME_TAKEN', { name: 'mine', pool: 'default' })
      }
    })
    await window.type('[data-test=name]', 'mine')
    await ready()
    await window.click('[data-test=create]')
    await window.says('Compute pool “default” has a guest called “mine” already')
    expect(name.value).toBe('mine')
    expect(location.hash).toBe('#/guests/new')
  })
})
