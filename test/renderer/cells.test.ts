import { describe, expect, it } from 'vitest'
import { AppError } from '@shared/contract/errors'
import { permissionsOf } from '@shared/contract/permissions'
import type { CellStatus } from '@shared/contract/status'
import { choose } from './support/choose'
import { FakeCore, type Answers } from './support/fake-core'
import { pagesOf } from './support/guest-window'
import { aCell, aGuest, aPool, aSession, aTask, quietCore } from './support/samples'
import { until } from './support/until'
import { TestWindow } from './support/window'

const GiB = 2 ** 30
const offers = ['storage', 'migration'] as const
const cells = [
  aCell({ name: 'rack-1', pool: 'lab', driver: 'simulated', offers: [...offers] }),
  aCell({ name: 'rack-2', pool: 'lab', driver: 'simulated', offers: [...offers] }),
  aCell({ name: 'local', pool: 'default' }),
  aCell({ name: 'spare', pool: '' })
]
const aStatus = (patch: Partial<CellStatus> = {}): CellStatus => ({
  ...{ name: 'rack-1', address: '', enabled: true, alive: true, instances: [2, 1, 0, 0], cpu_usage: 40, max_cpu: 32 },
  ...{ max_memory: 64 * GiB, available_memory: 32 * GiB, max_disk: 2 ** 40, available_disk: 2 ** 39 },
  ...{ read_speed: 3 * 2 ** 20, write_speed: 0, receive_speed: 0, send_speed: 0 },
  ...patch
})

async function pageWith(answers: Answers = {}, path = '/cells') {
  const core = new FakeCore({
    ...quietCore(),
    ...pagesOf([
      aGuest({ id: 'g1', name: 'web-1', pool: 'lab', cell: 'rack-1' }),
      aGuest({ id: 'g2', name: 'web-2', pool: 'lab', cell: 'rack-1' }),
      aGuest({ id: 'g3', name: 'web-3', pool: 'lab', cell: 'rack-1', running: true })
    ]),
    'computePool.list': () => [aPool(), aPool({ name: 'lab', storage: 'fast', cells: 2 })],
    'cell.hosts': () => cells,
    'status.cells': ({ pool }: { pool: string }) => (pool === 'lab' ? [aStatus(), aStatus({ name: 'rack-2' })] : []),
    'cell.storage': () => ({ mode: 'local', system: ['/var/a', '/var/b'], data: [] }),
    'cell.get': () => ({ ...cells[0]!, storage: [{ name: 'fast', attached: false, error: 'stale' }] }),
    ...answers
  })
  const window = new TestWindow(core, path)
  await window.find('[data-cell=rack-1]')
  return { core, window }
}
const panel = (test: string) => document.querySelector<HTMLButtonElement>(`.panel [data-test=${test}]`)
const textOf = (selector: string) => document.querySelector(selector)?.textContent

describe('the page of cells', () => {
  it('shows one beside the list: what it is, how loaded, and where its volumes are', async () => {
    const { window } = await pageWith({}, '/cells?show=rack-1')
    await until('its volumes', () => textOf('[data-test=volumes]')?.includes('/var/a'))
    await until('its load', () => textOf('.panel')?.includes('40%'))
    expect(textOf('.panel')).toMatch(/storage pools, migration.*40% of 32 threads.*32 \/ 64 GiB.*3 MiB\/s/s)
    expect(textOf('[data-test=attachments]')).toMatch(/fast.*stale/s)
    await window.type('input[data-test=filter]', 'lab')
    await until('two rows', () => document.querySelectorAll('tr[data-cell]').length === 2)
  })

  it('chooses the folder for volumes, or says why not', async () => {
    const { core, window } = await pageWith(
      {
        'cell.setStorage': () => {
          throw new AppError('DRIVER_FAILED', { cell: 'rack-1', driver: 'qemu', reason: 'no such folder' })
        }
      },
      '/cells?show=rack-1'
    )
    await window.type('input[data-test=folder]', '/srv/vm')
    await window.click('.panel [data-test=use-folder]')
    await window.says('no such folder')
    expect(core.askedOf('cell.setStorage')).toEqual([{ pool: 'lab', cell: 'rack-1', default: '/srv/vm' }])
  })

  it('lets the pool say where volumes are when it has storage', async () => {
    const { window } = await pageWith(
      { 'cell.storage': () => ({ mode: 'nfs', system: ['/mnt/fast'], data: [] }) },
      '/cells?show=rack-1'
    )
    await window.says('Its compute pool says where volumes are')
    expect(panel('use-folder')?.disabled).toBe(true)
  })

  it('moves the guests that are off to another cell', async () => {
    const { core, window } = await pageWith(
      { 'migration.create': () => aTask({ operation: 'migration.create' }) },
      '/cells?show=rack-1'
    )
    await window.click('.panel [data-test=evacuate]')
    await window.says('2 guests that are off move.')
    await window.says('One guest runs and stays: shut it down first.')
    await window.click('[data-test=submit]')
    await until('the order', () => core.askedOf('migration.create').length)
    expect(core.askedOf('migration.create')).toEqual([
      { source_pool: 'lab', source_cell: 'rack-1', target_cell: 'rack-2', instances: ['g1', 'g2'] }
    ])
    await until('the form to go', () => !document.querySelector('[data-test=form]'))
  })

  it.each<[string, string, Answers]>([
    [
      'the driver cannot',
      'The qemu driver cannot move guests between cells',
      { 'cell.hosts': () => [aCell({ name: 'rack-1', pool: 'lab' })] }
    ],
    [
      'there is no shared storage',
      'Compute pool “lab” has no shared storage',
      { 'computePool.list': () => [aPool({ name: 'lab' })] }
    ],
    [
      'no cell can take them',
      'No other cell of compute pool “lab” can take guests',
      { 'cell.hosts': () => cells.map((cell) => (cell.name === 'rack-2' ? { ...cell, enabled: false } : cell)) }
    ],
    [
      'it is silent',
      'Cell “rack-1” does not answer: no route',
      { 'cell.hosts': () => [{ ...cells[0]!, alive: false, message: 'no route', offers: [] }] }
    ],
    ['it has no guests', 'It has no guests', pagesOf([])],
    [
      'all of them run',
      'All its guests run: shut them down first',
      pagesOf([aGuest({ cell: 'rack-1', running: true })])
    ]
  ])('moves no guests when %s', async (_what, why, answers) => {
    const { window } = await pageWith(answers, '/cells?show=rack-1')
    await until('the reason', () => panel('evacuate')?.parentElement?.textContent.includes(why))
    expect(panel('evacuate')?.disabled).toBe(true)
    await window.find('.panel')
  })

  it('adds a host that was tested, and says why others cannot be added', async () => {
    const { core, window } = await pageWith({
      'cell.test': () => ({
        address: '',
        version: '',
        acceleration: aCell().acceleration,
        cores: 8,
        memory: 16 * GiB,
        disk: 2 ** 40
      }),
      'cell.register': () => ({})
    })
    await window.click('[data-test=add-host]')
    await window.says('Hosts with libvirt come in a later version')
    await window.says('This computer is registered already, as cell “local”')
    const isOff = (kind: string) => document.querySelector<HTMLInputElement>(`input[value=${kind}]`)?.disabled
    expect([isOff('qemu'), isOff('ssh'), isOff('simulated')]).toEqual([true, true, false])

    await window.type('input[data-test=name]', 'spare')
    await window.says('This name is taken')
    await window.type('input[data-test=name]', 'rack-3')
    await window.click('[data-test=test]')
    await window.says('It works: 8 threads, 16 GiB of memory, 1 TiB of disk')
    await window.click('[data-test=submit]')
    await until('the order', () => core.askedOf('cell.register').length)
    const connection = { kind: 'simulated', seed: expect.any(Number), cores: 16, memory: 64 * GiB, disk: 2 ** 40 }
    expect(core.askedOf('cell.register')).toEqual([{ name: 'rack-3', connection }])
    core.announce({ name: 'cell.changed', payload: aCell({ name: 'rack-3', pool: '' }) })
    await window.find('.panel[aria-label=rack-3]')
  })

  it('puts a host into a pool, and forgets one that is in none', async () => {
    const { core, window } = await pageWith({ 'cell.add': () => ({}), 'cell.unregister': () => ({}) })
    await window.click('[data-cell=rack-1]')
    await window.says('Take it out of its compute pool first')
    expect(panel('forget')?.disabled).toBe(true)
    await window.says('Cell “rack-1” still has 3 guests; migrate or delete them first')

    await window.click('[data-cell=spare]')
    await choose(window, 'join-pool', 'lab')
    await window.click('.panel [data-test=join]')
    await until('it to join', () => core.askedOf('cell.add').length)
    expect(core.askedOf('cell.add')).toEqual([{ pool: 'lab', cell: 'spare' }])

    await window.click('.panel [data-test=forget]')
    await window.click('[data-test=confirm]')
    await until('it to be forgotten', () => core.askedOf('cell.unregister').length)
    core.announce({ name: 'cell.removed', payload: { name: 'spare' } })
    await until('the row to go', () => !document.querySelector('[data-cell=spare]'))
  })

  it('lets who may only look change nothing', async () => {
    const session = aSession({ permissions: [...permissionsOf(['dashboard'])] })
    const { window } = await pageWith({ 'session.current': () => ({ session }) }, '/cells?show=rack-1')
    await window.find('.panel')
    for (const test of ['enable', 'evacuate', 'forget', 'take-out']) expect(panel(test)?.disabled, test).toBe(true)
    expect(document.querySelector<HTMLButtonElement>('[data-test=add-host]')?.disabled).toBe(true)
  })
})
