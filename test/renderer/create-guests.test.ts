import { describe, expect, test } from 'vitest'
import { batchOperations } from '@shared/contract/batch'
import { AppError } from '@shared/contract/errors'
import { NewGuest } from '@shared/contract/guest'
import { firstTemplates } from '@shared/rules/system-versions'
import type { Answers } from './support/fake-core'
import { windowWith } from './support/guest-window'
import { aGuest, anImage, aTask } from './support/samples'
import { typeNumber } from './support/type-number'
import { until } from './support/until'

const pool = {
  name: 'default',
  enabled: true,
  cells: 1,
  network: 'lan',
  network_mode: 'plain',
  storage: 'nas',
  failover: false
}
const lan = { name: 'lan', gateway: '10.0.0.1', dns: [], provider: 'dhcp', addresses: 10, allocated: 7 }
const templates = [
  { id: 'general', name: 'General', operating_system: 'linux' },
  { id: 'mine', name: 'Mine', operating_system: 'linux' }
].map((each) => ({ ...each, created_time: '', modified_time: '' }))

async function form(answers: Answers = {}, guests = [aGuest()]) {
  const opened = await windowWith(
    guests,
    {
      'diskImage.search': () => [anImage({ id: 'i1', name: 'sample', virtual_size: 2 ** 20 })],
      'guest.create': () => aTask({ subject: 'g9' }),
      'batch.createGuests': () => aTask({ id: 't7', operation: 'batch.createGuests', subject: 'b7' }),
      'batch.getCreate': () => [],
      'batch.retryCreate': () => aTask({ id: 't8', operation: 'batch.retryCreate', subject: 'b7' }),
      'template.list': () => templates,
      'template.get': ({ id }: { id: string }) => ({
        ...{ ...firstTemplates.general, id, created_time: '', modified_time: '' },
        ...(id === 'mine' && { control: 'spice' })
      }),
      ...answers
    },
    '/guests/new'
  )
  const name = (await opened.window.find('[data-test=name]')) as HTMLInputElement
  await until('a name', () => name.value !== '')
  return opened
}
const isReady = (): boolean => document.querySelector('[data-test=create]:not(:disabled)') !== null
const ready = () => until('a complete form', isReady)

describe('creating many guests', () => {
  test('orders them with a prefix and a rule, and shows what becomes of each', async () => {
    let items = [
      { name: 'web_0', id: 'a', progress: 100, status: 'created' },
      { name: 'web_1', id: '', progress: 0, status: 'creating' }
    ]
    const { core, window } = await form({ 'batch.getCreate': () => items })
    await typeNumber('[data-test=count] input', 2)
    await window.type('[data-test=name]', 'web')
    await window.says('Free: web_0 … web_1')
    await window.says('2 guests')
    await ready()
    await window.click('[data-test=create-and-start]')
    const order = await until('the order', () => core.askedOf('batch.createGuests')[0])
    expect(batchOperations.createGuests.input.parse(order)).toMatchObject({
      ...{ name_prefix: 'web', name_rule: 'order', count: 2, start: true, from_image: 'i1', pool: 'default' }
    })
    await until('the page of the batch', () => location.hash === '#/batches/b7')
    await window.says('1 of 2 created')

    items = [items[0]!, { name: 'web_1', id: 'b', progress: 0, status: 'fail', error: 'no room' } as never]
    const task = aTask({ id: 't7', operation: 'batch.createGuests', subject: 'b7', state: 'failed', revision: 2 })
    core.announce({ name: 'task.changed', payload: task })
    await window.says('no room')
    await window.says('1 failed')
    await window.click('[data-test=retry-failed]')
    await until('another try', () => core.askedOf('batch.retryCreate').length === 1)
    items = items.map((item) => ({ ...item, status: 'created' }))
    core.announce({ name: 'task.changed', payload: { ...task, id: 't8', state: 'done', revision: 3 } })
    await window.says('2 of 2 created')
    expect(document.querySelector('[data-test=retry-failed]')).toBeNull()
    await window.click('[data-test=to-guests]')
    await until('the list', () => location.hash === '#/guests')
  })

  test('says which of the names is taken', async () => {
    const { window } = await form({}, [aGuest({ name: 'web_3' })])
    await typeNumber('[data-test=count] input', 5)
    await window.type('[data-test=name]', 'web')
    await window.says('has a guest called “web_3” already')
    expect(isReady()).toBe(false)
    await window.click('[data-test=rule-MAC] input')
    await ready()
  })

  test('does not go beyond the addresses that are left', async () => {
    const { core, window } = await form({ 'computePool.list': () => [pool], 'addressPool.list': () => [lan] })
    await window.says('3 left in address pool lan')
    await window.says('Its volumes go to storage pool nas')
    await typeNumber('[data-test=count] input', 4)
    await window.says('Address pool lan has only 3 left')
    expect(isReady()).toBe(false)
    core.announce({ name: 'address_pool.changed', payload: { ...lan, provider: 'dhcp', allocated: 2 } })
    await ready()
  })

  test('leaves out what only one guest can have', async () => {
    const { window } = await form({ 'mediaImage.list': () => [anImage({ id: 'm1', format: 'iso' })] })
    await window.click('[data-test=source-iso]')
    await typeNumber('[data-test=count] input', 3)
    await window.says('Only one guest at a time starts from an installer')
    expect(document.querySelector<HTMLInputElement>('input[data-test=mac]')?.disabled).toBe(true)
    expect(document.querySelector('[data-test=add-port]')).toBeNull()
  })

  test('says so when nobody knows the batch', async () => {
    const answers: Answers = {
      'batch.getCreate': () => {
        throw new AppError('BATCH_NOT_FOUND', { id: 'b1' })
      }
    }
    const { window } = await windowWith([], answers, '/batches/b1')
    await window.says('There is no such batch')
  })
})

describe('the rest of a new guest', () => {
  const ordered = async (core: { askedOf(operation: string): unknown[] }) =>
    NewGuest.parse(await until('the order', () => core.askedOf('guest.create')[0]))

  test('is a login by cloud-init, checked while it is typed', async () => {
    const { core, window } = await form()
    await window.click('[data-test=cloud-init] input')
    await window.type('input[data-test=admin-name]', '1st')
    await window.says('An account begins with a letter')
    expect(isReady()).toBe(false)
    await window.type('input[data-test=admin-name]', 'student')
    await window.type('textarea[data-test=keys]', 'ssh-ed25519 AAAA one\n\nssh-ed25519 BBBB two\n')
    await window.says('student, 2 keys')
    await ready()
    await window.click('[data-test=create]')
    expect(await ordered(core)).toMatchObject({
      modules: ['cloud-init'],
      cloud_init: { admin_name: 'student', ssh_keys: ['ssh-ed25519 AAAA one', 'ssh-ed25519 BBBB two'], user_data: '' }
    })
  })

  test('or user data of its own', async () => {
    const { core, window } = await form()
    await window.click('[data-test=cloud-init] input')
    await window.click('[data-test=login-yaml] input')
    await window.says('Write the user data, or use the form')
    await window.type('textarea[data-test=user-data]', '#cloud-config\npackages: [nginx]\n')
    await ready()
    await window.click('[data-test=create]')
    expect((await ordered(core)).cloud_init?.user_data).toBe('#cloud-config\npackages: [nginx]\n')
  })

  test('are ports, limits, the agent, and an address of the pool', async () => {
    const { core, window } = await form({ 'computePool.list': () => [pool], 'addressPool.list': () => [lan] })
    await window.type('input[data-test=address]', '10.0.0')
    await window.says('Write an IPv4 address')
    await window.type('input[data-test=address]', '10.0.0.8')
    await window.click('[data-test=add-port]')
    await typeNumber('[data-test=host-port] input', 8080)
    await typeNumber('[data-test=guest-port] input', 80)
    await window.click('[data-test=agent] input')
    await typeNumber('[data-test=send_speed] input', 2)
    await ready()
    await window.click('[data-test=create]')
    expect(await ordered(core)).toMatchObject({
      network_address: '10.0.0.8',
      ports: [{ protocol: 'tcp', host: 8080, guest: 80 }],
      modules: ['qemu'],
      qos: { send_speed: 2 ** 21, receive_speed: 0, cpu_priority: 'high' }
    })
  })

  test('is a template, with its devices, unless it wants a screen that nobody shows', async () => {
    const { window } = await form()
    await window.says('sata, rtl8139, vga')
    ;(await window.find('[data-test=template]')).click()
    await until('the choice', () => document.querySelectorAll('.el-select-dropdown__item').length > 0)
    const mine = [...document.querySelectorAll<HTMLElement>('.el-select-dropdown__item')].find(
      ({ textContent }) => textContent === 'Mine'
    )
    mine?.click()
    await window.says('This template wants SPICE')
    expect(isReady()).toBe(false)
  })
})
