import { describe, expect, it } from 'vitest'
import type { UsageSample } from '@shared/contract/instance'
import { AppError } from '@shared/contract/errors'
import { permissionsOf } from '@shared/contract/permissions'
import type { CellStatus, Load, PoolStatus, ZoneStatus } from '@shared/contract/status'
import { localTime } from '@shared/text/time'
import { choose } from './support/choose'
import { FakeCore, type Answers } from './support/fake-core'
import { pagesOf } from './support/guest-window'
import { aCell, aGuest, aPool, aSession, aTask, quietCore } from './support/samples'
import { giveSize } from './support/screen-size'
import { until } from './support/until'
import { TestWindow } from './support/window'

const GiB = 2 ** 30
const aLoad = (patch: Partial<Load> = {}): Load => ({
  ...{ instances: [1, 2, 1, 0], cpu_usage: 54, max_cpu: 32, max_memory: 64 * GiB, available_memory: 32 * GiB },
  ...{ max_disk: 1024 * GiB, available_disk: 512 * GiB },
  ...{ read_speed: 3 * 2 ** 20, write_speed: 0, receive_speed: 0, send_speed: 0 },
  ...patch
})
const zone: ZoneStatus = {
  ...aLoad(),
  name: 'default',
  pools: [1, 2],
  cells: [1, 3],
  start_time: localTime(new Date())
}
const poolStatus = (name: string): PoolStatus => ({ ...aLoad(), name, enabled: true, cells: [1, 2] })
const cellStatus = (name: string, patch: Partial<CellStatus> = {}): CellStatus => ({
  ...{ ...aLoad(), name, address: '', enabled: true, alive: true },
  ...patch
})
const guests = [
  aGuest({ id: 'g1', name: 'web-1', pool: 'lab', cell: 'rack-1', running: true }),
  aGuest({ id: 'g2', name: 'web-2', pool: 'lab', cell: 'rack-1', running: true, migrating: true }),
  aGuest({ id: 'g3', name: 'web-3', pool: 'lab', cell: 'rack-1' }),
  aGuest({ id: 'g4', name: 'db-1', pool: 'lab', cell: 'rack-2', lost: true, running: true }),
  aGuest({ id: 'g5', name: 'bad', pool: 'lab', cell: 'rack-1', error: 'I/O error on its disk' }),
  aGuest({ id: 'g6', name: 'coming', pool: 'lab', cell: 'rack-1', created: false })
]
const aSample = (id: string, cpu_usage: number, time: number, bytes: number): UsageSample => ({
  ...{ id, time, running: true, uptime: 60, cpu_usage, memory_available: 2 ** 31, disk_available: 0 },
  ...{ bytes_read: bytes, bytes_written: 0, bytes_received: 0, bytes_sent: 0 }
})

async function pageWith(answers: Answers = {}, path = '/dashboard') {
  giveSize(560, 150)
  const core = new FakeCore({
    ...quietCore(),
    ...pagesOf(guests),
    'computePool.list': () => [aPool({ name: 'lab', cells: 2 }), aPool({ name: 'old', cells: 1, enabled: false })],
    'cell.hosts': () => [
      aCell({ name: 'rack-1', pool: 'lab' }),
      aCell({ name: 'rack-2', pool: 'lab', alive: false, message: 'no route to host' }),
      aCell({ name: 'attic', pool: 'old' })
    ],
    'status.zone': () => zone,
    'status.pools': () => [poolStatus('lab'), poolStatus('old')],
    'status.cells': ({ pool }: { pool: string }) =>
      pool === 'lab' ? [cellStatus('rack-1'), cellStatus('rack-2', { alive: false })] : [cellStatus('attic')],
    ...answers
  })
  const window = new TestWindow(core, path)
  await window.find('.menu')
  return { core, window }
}
const textOf = (selector: string) => document.querySelector(selector)?.textContent
const needs = () => [...document.querySelectorAll<HTMLElement>('[data-need]')].map(({ dataset }) => dataset['need'])

describe('the load of a place', () => {
  it('reaches as far back as it is remembered, and says when it does not', async () => {
    const now = Date.now()
    const { core, window } = await pageWith(
      {
        'status.history': ({ span }: { span: string }) => {
          if (span === 'day') throw new AppError('UNEXPECTED', { incident: 'r1' })
          const step = { time: now - 60_000, cpu_usage: 12, memory_used: GiB, read_speed: 0, write_speed: 0 }
          return {
            step: 2000,
            samples: span === 'month' ? [] : [{ ...step, receive_speed: 5, send_speed: 0 }]
          }
        }
      },
      '/dashboard/lab/rack-1'
    )
    await window.says('Last 10 minutes')
    await window.click('[data-test=span-hour] input')
    await window.says('Last hour')
    await until('the charts', () => document.querySelectorAll('.load-history .tchart').length === 4)
    await window.click('[data-test=span-month] input')
    await window.says('Nothing is remembered of this time')
    await window.click('[data-test=span-day] input')
    await window.says('The history could not be read')
    const asked = ['hour', 'month', 'day'].map((span) => ({ pool: 'lab', cell: 'rack-1', span }))
    expect(core.askedOf('status.history')).toEqual(asked)
  })
})

describe('the dashboard', () => {
  it('shows everything: counters, pools, load, and what is wrong now', async () => {
    const failed = aTask({ id: 't9', state: 'failed', error: 'No space left', end_time: localTime(new Date()) })
    const { window } = await pageWith({
      'task.list': () => [failed],
      'addressPool.list': () => [
        { name: 'net', gateway: '10.0.0.1', dns: [], provider: 'dhcp', addresses: 10, allocated: 9 }
      ],
      'status.cells': ({ pool }: { pool: string }) =>
        pool === 'lab' ? [cellStatus('rack-1', { available_disk: 50 * GiB })] : []
    })
    await until('the counters', () => textOf('[data-count=running]') === '2running')
    expect(textOf('[data-count=stopped]')).toBe('1stopped')
    expect(textOf('[data-count=lost]')).toBe('1lost')
    expect(textOf('[data-count=migrating]')).toBe('0migrating')
    await until('those of the guests', () => textOf('[data-count=error]') === '1error')
    expect(textOf('[data-count=creating]')).toBe('1creating')
    expect(textOf('[data-count=cells]')).toBe('3of 4 cells online')
    expect(textOf('[data-count=pools]')).toBe('2of 3 pools enabled')
    await until('the load of a pool', () => textOf('[data-place=lab]')?.includes('54% of 32 threads'))
    expect(textOf('[data-place=lab]')).toMatch(/2 of 2 cells.*32 \/ 64 GiB.*0.5 \/ 1 TiB/s)
    expect(textOf('[data-place=old]')).toContain('Disabled')
    await until('the charts', () => textOf('.charts')?.includes('now 54%'))
    expect(textOf('.charts')).toMatch(/% of 32 threads.*of 64 GiB.*used 32 GiB.*read 3 MiB\/s/s)
    await until('all that is wrong', () => needs().length === 5)
    expect(needs()).toEqual(['cell rack-2', 'guest g5', 'diskFull rack-1', 'network net', 'task t9'])
    await window.says('Create guest failed: web-1')
    await window.says('The disk of rack-1 is 95% full')
    await window.says('1 address left')
  })

  it('leads from everything to a pool, a cell and a guest', async () => {
    const { window } = await pageWith()
    await window.click('[data-place=lab] a')
    await until('the pool', () => location.hash === '#/dashboard/lab')
    await window.find('[data-place=rack-1]')
    await until('the marks', () => document.querySelectorAll('[data-place=rack-1] [data-mark]').length === 5)
    const label = document.querySelector('[data-place=rack-1] svg')?.getAttribute('aria-label')
    expect(label).toBe('1 error, 1 creating, 1 running, 1 migrating, 1 stopped')
    expect(textOf('[data-place=rack-2]')).toMatch(/Lost contact/)
    expect(textOf('.pagehead')).toMatch(/Everything.*lab.*compute pool, 2 cells/s)

    await window.click('[data-place=rack-1] a')
    await until('the cell', () => location.hash === '#/dashboard/lab/rack-1')
    await window.find('[data-guest=g1]')
    expect(document.querySelectorAll('[data-guest]')).toHaveLength(5)
    expect(needs()).toEqual(['guest g5'])
    await window.click('[data-guest=g1] a')
    await until('the guest', () => location.hash.startsWith('#/guests/g1'))
  })

  it('says who uses most, of what is chosen', async () => {
    let time = 1000
    const { window } = await pageWith({
      'instance.sample': ({ ids }: { ids: string[] }) => {
        time += 1000
        return ids.map((id) => aSample(id, id === 'g1' ? 20 : 90, time, id === 'g1' ? time * 5000 : 0))
      }
    })
    const busy = () => [...document.querySelectorAll<HTMLElement>('[data-busy]')].map(({ dataset }) => dataset['busy'])
    await until('the ranking', () => busy().join() === 'web-2,web-1')
    expect(textOf('[data-busy=web-2]')).toContain('90%')
    await choose(window, 'by', 'Disk')
    await until('who alone uses the disk', () => busy().join() === 'web-1')
  })

  it('leads from a number to the guests it counts', async () => {
    const { window } = await pageWith({}, '/dashboard/lab')
    await window.click('button[data-count=stopped]')
    await until('the list', () => location.hash === '#/guests')
    await until('the stopped one', () => document.querySelector('[data-guest=g3]'))
    expect(document.querySelector('[data-guest=g1]')).toBeNull()
  })

  it('says what to do while there is no cell', async () => {
    const { window } = await pageWith({ 'cell.hosts': () => [], 'computePool.list': () => [aPool({ cells: 0 })] })
    await window.says('No cell in a compute pool yet')
  })

  it('says when the place that was asked for is gone', async () => {
    const { window } = await pageWith({}, '/dashboard/lab/attic')
    await window.says('It is not there any more')
  })

  it('shows a role without guests the places alone', async () => {
    const session = aSession({ permissions: ['public', 'compute_pool:read'] })
    const { core, window } = await pageWith({ 'session.current': () => ({ session }) })
    await window.find('[data-place=lab]')
    expect(document.querySelector('[data-busy], [data-test=by]')).toBeNull()
    expect(document.querySelector('[data-count=stopped]')?.tagName).toBe('SPAN')
    expect(core.askedOf('guest.page')).toEqual([])
  })

  it('is out of reach for a role without it, which lands on the first page that it has', async () => {
    const session = aSession({ permissions: [...permissionsOf(['image'])] })
    const { window } = await pageWith({ 'session.current': () => ({ session }) }, '/')
    await until('its page', () => location.hash === '#/images')
    await window.find('.pagehead')
    new TestWindow(new FakeCore({ ...quietCore(), 'session.current': () => ({ session }) }), '/dashboard')
    await window.says('Your role does not show this page')
  })
})
