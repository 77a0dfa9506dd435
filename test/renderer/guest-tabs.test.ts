import { describe, expect, test } from 'vitest'
import { permissionsOf } from '@shared/contract/permissions'
import { unlimited } from '@shared/contract/qos'
import type { Guest } from '@shared/contract/guest'
import type { Answers } from './support/fake-core'
import { windowWith } from './support/guest-window'
import { aGuest, anImage, aSession, aTask } from './support/samples'
import { typeNumber } from './support/type-number'
import { until } from './support/until'
import { whyNot } from './support/why-not'

const GiB = 2 ** 30
const done = () => ({})
const sample = {
  ...{ id: 'g1', time: 1, running: true, uptime: 1, cpu_usage: 1, memory_available: 1 },
  ...{ bytes_read: 0, bytes_written: 0, bytes_received: 0, bytes_sent: 0, disk_available: 6 * GiB }
}
const tab = (name: string, patch: Partial<Guest> = {}, answers: Answers = {}) =>
  windowWith([aGuest(patch)], answers, `/guests/g1/${name}`)
describe('the disks of a guest', () => {
  test('say how much of them is used, where an agent tells, and offer to import what goes into the drive', async () => {
    const { window } = await tab(
      'disks',
      { running: true, disks: [8 * GiB], total_disk: 8 * GiB },
      { 'instance.sample': () => [sample] }
    )
    await window.says('2.0 / 8 GiB used')
    await window.click('[data-test=import-media]')
    await window.says('Import images')
  })

  test('grow, and never to a smaller size', async () => {
    const { core, window } = await tab(
      'disks',
      { disks: [8 * GiB, 2 * GiB] },
      { 'guest.resizeDisk': () => aTask({ operation: 'guest.resizeDisk' }) }
    )
    await window.click('[data-disk="1"] [data-test=grow]')
    await window.says('Grow the Data disk 1 of web-1?')
    await typeNumber('[data-test=new-size] input', 1)
    await window.says('the new size must be greater')
    await window.submit()
    expect(core.askedOf('guest.resizeDisk')).toEqual([])
    await typeNumber('[data-test=new-size] input', 3)
    await window.submit()
    await until('the order', () => core.askedOf('guest.resizeDisk').length)
    expect(core.askedOf('guest.resizeDisk')).toEqual([{ id: 'g1', disk: 1, size: 3 * GiB }])
  })

  test('give space back only while the guest is off', async () => {
    const { core, window } = await tab('disks', {}, { 'guest.shrinkDisk': () => aTask() })
    await window.click('[data-disk="0"] [data-test=shrink]')
    await window.click('[data-test=confirm]')
    await until('the order', () => core.askedOf('guest.shrinkDisk').length)
    core.announce({ name: 'guest.changed', payload: aGuest({ running: true, revision: 2 }) })
    await until('the reason', () => whyNot('[data-test=shrink]') === 'Guest “web-1” is running. Stop it first.')
    expect(whyNot('[data-test=grow]')).toBeUndefined()
  })

  test('are made anew from an image that fits, once the name is typed', async () => {
    const { core, window } = await tab(
      'disks',
      { from_image: 'i1' },
      {
        'diskImage.search': () => [anImage({ id: 'i1', name: 'base', virtual_size: GiB })],
        'guest.resetSystem': () => aTask()
      }
    )
    await window.click('[data-test=reset-system]')
    await window.says('Everything on the system disk (8 GiB) is lost')
    await window.type('input[data-test=typed-name]', 'web-1')
    await window.submit()
    await until('the order', () => core.askedOf('guest.resetSystem').length)
    expect(core.askedOf('guest.resetSystem')).toEqual([{ id: 'g1', from_image: 'i1' }])
  })

  test('become an image under a name that is free', async () => {
    const { core, window } = await tab(
      'disks',
      {},
      {
        'diskImage.search': () => [anImage({ name: 'web-1' })],
        'diskImage.build': () => aTask({ id: 't9', subject: 'i9', operation: 'diskImage.build' })
      }
    )
    await window.click('[data-test=build-image]')
    await window.type('input[data-test=name]', 'web-1')
    await window.says('There is an image with this name already')
    await window.type('input[data-test=name]', 'web-base')
    await window.submit()
    await until('the order', () => core.askedOf('diskImage.build').length)
    expect(core.askedOf('diskImage.build')).toEqual([{ guest: 'g1', name: 'web-base', description: '', tags: [] }])
    core.announce({ name: 'task.changed', payload: aTask({ id: 't9', subject: 'i9', operation: 'diskImage.build' }) })
    await until('the reason', () => whyNot('[data-test=grow]')?.includes('busy: Build disk image'))
  })

  test('say why an image is not built: snapshots, or the role', async () => {
    const permissions = [...permissionsOf(['instance'])]
    const { core } = await tab(
      'disks',
      { snapshots: 2 },
      { 'session.current': () => ({ session: aSession({ permissions }) }) }
    )
    await until('the role', () => whyNot('[data-test=build-image]')?.includes('may not import, build'))
    expect(whyNot('[data-test=reset-system]')).toContain('has 2 snapshots')
    expect(core.askedOf('diskImage.build')).toEqual([])
  })
})

describe('the network of a guest', () => {
  test('shows what it was leased, and of which pool', async () => {
    const { window } = await tab(
      'network',
      { internal: { network_address: '', display_address: '', allocated_address: '10.0.0.7/24' } },
      {
        'computePool.list': () => [
          {
            name: 'default',
            enabled: true,
            cells: 1,
            network: 'lan',
            network_mode: 'plain',
            storage: '',
            failover: false
          }
        ],
        'addressPool.get': () => ({
          gateway: '10.0.0.1',
          dns: ['9.9.9.9'],
          provider: 'dhcp',
          ranges: [],
          allocated: []
        })
      }
    )
    await window.says('10.0.0.7/24')
    await window.says('10.0.0.1')
    await window.says('9.9.9.9')
    await window.says('00:16:3e:00:00:01')
  })

  test('takes forwarded ports, none twice and none of another guest', async () => {
    const other = aGuest({ id: 'g2', name: 'db-1', ports: [{ protocol: 'tcp', host: 5432, guest: 5432 }] })
    const { core, window } = await windowWith(
      [aGuest({ ports: [{ protocol: 'tcp', host: 8080, guest: 80 }] }), other],
      { 'guest.setPorts': done },
      '/guests/g1/network'
    )
    await window.click('[data-test=add-port]')
    await window.says('Write two ports')
    const second = '[data-test=port]:nth-of-type(3)'
    await typeNumber(`${second} [data-test=host-port] input`, 5432)
    await typeNumber(`${second} [data-test=guest-port] input`, 22)
    await window.says('Port 5432 of this computer is forwarded to db-1 already')
    await typeNumber(`${second} [data-test=host-port] input`, 8080)
    await window.says('This port of this computer is in the list already')
    await typeNumber(`${second} [data-test=host-port] input`, 2222)
    await until('the way to save', () => document.querySelector<HTMLButtonElement>('[data-test=save]:not(:disabled)'))
    await window.click('[data-test=save]')
    await until('the order', () => core.askedOf('guest.setPorts').length)
    expect(core.askedOf('guest.setPorts')).toEqual([
      {
        id: 'g1',
        ports: [
          { protocol: 'tcp', host: 8080, guest: 80 },
          { protocol: 'tcp', host: 2222, guest: 22 }
        ]
      }
    ])
  })
})

describe('the settings of a guest', () => {
  test('change the size, and show what waits beside what runs', async () => {
    const { core, window } = await tab(
      'settings',
      { running: true },
      { 'guest.setCores': done, 'guest.setMemory': done }
    )
    await typeNumber('[data-test=size] [data-test=cores] input', 4)
    await window.click('[data-test=size] [data-test=save]')
    await until('the order', () => core.askedOf('guest.setCores').length)
    expect(core.askedOf('guest.setCores')).toEqual([{ id: 'g1', cores: 4 }])
    expect(core.askedOf('guest.setMemory')).toEqual([])
    const started_with = { cores: 2, memory: 2 ** 32 }
    core.announce({ name: 'guest.changed', payload: aGuest({ running: true, cores: 4, started_with, revision: 2 }) })
    await window.says('2 vCPU → 4 vCPU after shutdown')
    await window.says('1 pending')
    await window.click('[data-test=undo-pending]')
    await until('the undoing', () => core.askedOf('guest.setCores').length === 2)
    expect(core.askedOf('guest.setCores').at(-1)).toEqual({ id: 'g1', cores: 2 })
  })

  test('bring what waits into effect by a shutdown and a start', async () => {
    const { core, window } = await tab(
      'settings',
      { running: true, cores: 4, started_with: { cores: 2, memory: 2 ** 32 } },
      { 'instance.stop': done, 'instance.start': done }
    )
    await window.click('[data-test=restart-pending]')
    await until('the shutdown', () => core.askedOf('instance.stop').length)
    expect(core.askedOf('instance.start')).toEqual([])
    core.announce({ name: 'guest.changed', payload: aGuest({ cores: 4, revision: 2 }) })
    await until('the start', () => core.askedOf('instance.start').length)
  })

  test('rename a stopped guest, not to a name that is taken', async () => {
    const { core, window } = await windowWith(
      [aGuest(), aGuest({ id: 'g2', name: 'db-1' })],
      { 'guest.rename': done },
      '/guests/g1/settings'
    )
    await window.type('input[data-test=guest-name]', 'db-1')
    await window.says('has a guest of this name')
    await window.type('input[data-test=guest-name]', 'web-9')
    await window.click('[data-test=general] [data-test=save]')
    await until('the order', () => core.askedOf('guest.rename').length)
    expect(core.askedOf('guest.rename')).toEqual([{ id: 'g1', name: 'web-9' }])
    core.announce({ name: 'guest.changed', payload: aGuest({ name: 'web-9', running: true, revision: 2 }) })
    await window.says('Guest “web-9” is running. Stop it first.')
    expect(document.querySelector<HTMLInputElement>('input[data-test=guest-name]')?.disabled).toBe(true)
  })

  test('limit what it uses, and change only what is different', async () => {
    const { core, window } = await tab('settings', {}, { 'guest.setNetworkLimits': done })
    await typeNumber('[data-test=receive_speed] input', 5)
    await window.click('[data-test=limits] [data-test=save]')
    await until('the order', () => core.askedOf('guest.setNetworkLimits').length)
    expect(core.calls.map(([name]) => name).filter((name) => /set(Cpu|Disk|Network)/.test(name))).toEqual([
      'guest.setNetworkLimits'
    ])
    expect(core.askedOf('guest.setNetworkLimits')).toEqual([
      { id: 'g1', receive_speed: 5 * 2 ** 20, send_speed: unlimited.send_speed }
    ])
  })

  test('keep what is typed when news comes, and take it back on demand', async () => {
    const { core, window } = await tab('settings')
    await window.type('input[data-test=guest-name]', 'mine')
    core.announce({ name: 'guest.changed', payload: aGuest({ cores: 7, revision: 2 }) })
    await until('the news', () => document.querySelector<HTMLInputElement>('[data-test=cores] input')?.value === '7')
    const name = document.querySelector<HTMLInputElement>('input[data-test=guest-name]')
    expect(name?.value).toBe('mine')
    await window.click('[data-test=general] [data-test=undo]')
    await until('the old name', () => name?.value === 'web-1')
  })

  test('show the monitor secret only when asked, and make a new one', async () => {
    const { window } = await tab(
      'settings',
      {},
      {
        'guest.get': () => ({ ...aGuest(), monitor_secret: 'first-secret' }),
        'guest.renewMonitorSecret': () => ({ monitor_secret: 'second-secret' })
      }
    )
    await window.find('[data-test=show-secret]')
    expect(window.text).not.toContain('first-secret')
    await window.click('[data-test=show-secret]')
    await window.says('first-secret')
    await window.click('[data-test=renew-secret]')
    await window.says('second-secret')
  })

  test('say where the screen is reached: at an address, or through the API alone', async () => {
    const { core, window } = await tab('settings')
    await window.says('POST /monitor_channels/ {"guest":"g1"}')
    const internal = { network_address: '', display_address: '10.0.0.4:5901', allocated_address: '' }
    core.announce({ name: 'guest.changed', payload: aGuest({ internal, revision: 2 }) })
    await until('the address', () =>
      document.querySelector('[data-test=display-address]')?.textContent?.includes('10.0.0.4:5901')
    )
  })

  test('set a password through the agent, and say why not without one', async () => {
    const { core, window } = await tab(
      'settings',
      { running: true, modules: ['qemu'] },
      { 'guest.setAuth': ({ user }: { user: string }) => ({ user, password: 'made-up' }) }
    )
    await window.type('input[data-test=auth-user]', 'student')
    await window.click('[data-test=set-auth]')
    await window.says('made-up')
    expect(core.askedOf('guest.setAuth')).toEqual([{ id: 'g1', user: 'student', password: '' }])
    core.announce({ name: 'guest.changed', payload: aGuest({ running: true, revision: 2 }) })
    await until('the reason', () => whyNot('[data-test=set-auth]')?.includes('without the module'))
  })

  test('may be looked at, but not changed, by who may only read', async () => {
    const permissions = [...permissionsOf(['dashboard'])]
    await tab('settings', {}, { 'session.current': () => ({ session: aSession({ permissions }) }) })
    await until('the reason', () =>
      document.querySelector('[data-test=size] .why')?.textContent?.includes('may not create, change')
    )
    expect(document.querySelector<HTMLInputElement>('[data-test=cores] input')?.disabled).toBe(true)
    expect(whyNot('[data-test=show-secret]')).toContain('may not start and stop guests')
  })
})

describe('the monitor of a guest', () => {
  test('shows what is remembered of a time, and says so when that is nothing', async () => {
    const now = Date.now()
    const { core, window } = await tab(
      'monitor',
      { running: true },
      {
        'instance.history': ({ span }: { span: string }) => ({
          step: 60_000,
          samples:
            span === 'month'
              ? []
              : [2, 1].map((minute) => ({
                  ...{ time: now - minute * 60_000, cpu_usage: 40 + minute, memory_available: 2 ** 31 },
                  ...{ read_speed: 1, write_speed: 2, receive_speed: 3, send_speed: 4 }
                }))
        })
      }
    )
    await window.says('Last 10 minutes')
    await window.says('41%')
    await window.click('[data-test=span-day] input')
    await window.says('Last 24 hours')
    await window.says('41%')
    await window.click('[data-test=span-month] input')
    await window.says('Nothing is remembered of this time')
    expect(core.askedOf('instance.history')).toEqual([
      { id: 'g1', span: 'minutes' },
      { id: 'g1', span: 'day' },
      { id: 'g1', span: 'month' }
    ])
  })

  test('shows of a guest that has just come up what there is, as soon as there is any', async () => {
    const remembered: object[] = []
    const { window } = await tab(
      'monitor',
      { running: true },
      {
        'instance.sample': () => [{ ...sample, time: Date.now() }],
        'instance.history': ({ span }: { span: string }) => ({
          step: 60_000,
          samples: span === 'day' ? remembered : []
        })
      }
    )
    await window.click('[data-test=span-day] input')
    await window.says('Nothing is remembered of this time')
    remembered.push({
      ...{ time: Date.now(), cpu_usage: 42, memory_available: 2 ** 31 },
      ...{ read_speed: 1, write_speed: 2, receive_speed: 3, send_speed: 4 }
    })
    await window.says('42%')
  })
})
