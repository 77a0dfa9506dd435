import { describe, expect, it } from 'vitest'
import type { ComputePool } from '@shared/contract/compute-pool'
import { AppError } from '@shared/contract/errors'
import { permissionsOf } from '@shared/contract/permissions'
import type { PoolStatus } from '@shared/contract/status'
import { choose } from './support/choose'
import { FakeCore, type Answers } from './support/fake-core'
import { aCell, aGuest, aPool, aSession, quietCore } from './support/samples'
import { until } from './support/until'
import { TestWindow } from './support/window'

const aStatus = (patch: Partial<PoolStatus> = {}): PoolStatus => ({
  ...{ name: 'lab', enabled: true, cells: [1, 2], instances: [3, 4, 0, 0], cpu_usage: 40, max_cpu: 32 },
  ...{ max_memory: 2 ** 36, available_memory: 2 ** 35, max_disk: 2 ** 40, available_disk: 2 ** 39 },
  ...{ read_speed: 0, write_speed: 0, receive_speed: 0, send_speed: 0 },
  ...patch
})
const pools: ComputePool[] = [
  aPool({ name: 'lab', cells: 3, network: 'net', network_mode: 'share' }),
  aPool({ name: 'bare', cells: 0 })
]
const cells = [
  aCell({ name: 'rack-1', pool: 'lab' }),
  aCell({ name: 'rack-2', pool: 'lab' }),
  aCell({ name: 'spare', pool: '' })
]

async function pageWith(answers: Answers = {}, path = '/compute-pools') {
  const core = new FakeCore({
    ...quietCore(),
    'computePool.list': () => pools,
    'cell.hosts': () => cells,
    'status.pools': () => [aStatus()],
    'storagePool.list': () => [{ name: 'fast', type: 'nfs', host: 'nas', target: '/fast' }],
    'addressPool.list': () => [
      { name: 'net', gateway: '10.0.0.1', dns: [], provider: 'dhcp', addresses: 9, allocated: 1 }
    ],
    ...answers
  })
  const window = new TestWindow(core, path)
  await window.find('[data-pool=lab]')
  return { core, window }
}
const textOf = (selector: string) => document.querySelector(selector)?.textContent
const isDisabled = (test: string) => document.querySelector<HTMLButtonElement>(`.panel [data-test=${test}]`)?.disabled

describe('the list of compute pools', () => {
  it('shows what each has, and how loaded it is', async () => {
    const { window } = await pageWith()
    await until('the load', () => textOf('[data-pool=lab]')?.includes('40%'))
    expect(textOf('[data-pool=lab]')).toMatch(/Enabled.*2 of 3.*4 of 7.*32 \/ 64 GiB.*On each cell.*net.*off/s)
    expect(textOf('[data-pool=bare]')).toContain('From the network’s own DHCP')
    await window.type('input[data-test=filter]', 'net')
    await until('one row', () => document.querySelectorAll('tr[data-pool]').length === 1)
  })

  it('follows what the core tells', async () => {
    const { core, window } = await pageWith()
    core.announce({ name: 'compute_pool.changed', payload: aPool({ name: 'lab', enabled: false }) })
    await until('the news', () => textOf('[data-pool=lab]')?.includes('Disabled'))
    core.announce({ name: 'compute_pool.changed', payload: aPool({ name: 'new' }) })
    await window.find('[data-pool=new]')
    core.announce({ name: 'compute_pool.removed', payload: { name: 'lab' } })
    await until('the row to go', () => !document.querySelector('[data-pool=lab]'))
  })

  it('stops new guests from coming to a pool, or says why it cannot', async () => {
    const { core, window } = await pageWith({
      'computePool.modify': () => {
        throw new AppError('POOL_NOT_FOUND', { pool: 'lab' })
      }
    })
    await window.click('[data-pool=lab] .el-switch')
    await window.says('There is no compute pool “lab”')
    expect(core.askedOf('computePool.modify')).toEqual([{ pool: 'lab', enable: false }])
  })

  it('lets who may only look change nothing, and says so', async () => {
    const session = aSession({ permissions: [...permissionsOf(['dashboard'])] })
    const { window } = await pageWith({ 'session.current': () => ({ session }) })
    await window.click('[data-pool=lab]')
    await window.find('.panel')
    for (const test of ['edit', 'enable', 'remove']) expect(isDisabled(test), test).toBe(true)
    await window.says('Your role may not change compute pools, cells and hosts.')
  })

  it('is out of reach for a role without it, by address as well', async () => {
    const session = aSession({ permissions: [...permissionsOf(['image'])] })
    const core = new FakeCore({ ...quietCore(), 'session.current': () => ({ session }) })
    const window = new TestWindow(core, '/compute-pools')
    await window.says('Your role does not show this page')
    expect(document.querySelector('.menu a[href="#/compute-pools"]')).toBeNull()
  })
})

describe('a compute pool', () => {
  it('is made with cells, storage and addresses', async () => {
    const { core, window } = await pageWith({ 'computePool.create': () => ({}) })
    await window.click('[data-test=create-pool]')
    await window.type('input[data-test=name]', 'lab')
    await window.says('This name is taken')
    await window.type('input[data-test=name]', 'a b')
    await window.says('Use letters, digits, underscores and dashes')
    await window.type('input[data-test=name]', 'course')
    await choose(window, 'storage', 'fast (nfs)')
    await choose(window, 'network', 'net')
    await choose(window, 'cells', 'spare')
    await window.click('[data-test=failover] input')
    await window.click('[data-test=submit]')
    await until('the order', () => core.askedOf('computePool.create').length)
    expect(core.askedOf('computePool.create')).toEqual([
      { pool: 'course', storage: 'fast', network: 'net', network_mode: 'plain', failover: true, cells: ['spare'] }
    ])
    await until('the form to go', () => !document.querySelector('[data-test=form]'))
  })

  it('says in its form what cannot be changed, and keeps it open when it is refused', async () => {
    const { window } = await pageWith({
      'guest.page': () => ({
        result: [aGuest({ pool: 'lab', internal: { ...aGuest().internal, allocated_address: '10.0.0.9/24' } })],
        ...{ total: 1, limit: 500, offset: 0 }
      }),
      'computePool.modify': () => {
        throw new AppError('POOL_UNCHANGED', { pool: 'lab' })
      }
    })
    await window.click('[data-pool=lab]')
    await window.click('.panel [data-test=edit]')
    await window.says('Compute pool “lab” still has 3 cells; take them out first')
    await window.says('1 guest of compute pool “lab” has an address of “net”; delete it first')
    await window.says('Needs storage that all cells share')
    expect((await window.find('[data-test=submit]')).hasAttribute('disabled')).toBe(true)
    await choose(window, 'mode', 'Alone')
    await window.click('[data-test=submit]')
    await window.says('Compute pool “lab” is like that already')
  })

  it('with cells is not deleted, and says so; one without is', async () => {
    const { core, window } = await pageWith({ 'computePool.remove': () => ({}) })
    await window.click('[data-pool=lab]')
    await window.says('Compute pool “lab” still has 3 cells; take them out first')
    expect(isDisabled('remove')).toBe(true)
    await window.click('[data-pool=bare]')
    await until('the other panel', () => isDisabled('remove') === false)
    await window.click('.panel [data-test=remove]')
    await window.click('[data-test=confirm]')
    await until('the deletion', () => core.askedOf('computePool.remove').length)
    expect(core.askedOf('computePool.remove')).toEqual([{ pool: 'bare' }])
  })

  it('takes cells in and lets empty ones go', async () => {
    const { core, window } = await pageWith({
      'cell.add': () => ({}),
      'cell.takeOut': () => ({}),
      'status.cells': () => [
        { ...aStatus(), name: 'rack-1', address: '', alive: true, instances: [1, 1, 0, 0] },
        { ...aStatus(), name: 'rack-2', address: '', alive: true, instances: [0, 0, 0, 0] }
      ]
    })
    await window.click('[data-pool=lab]')
    await window.says('Cell “rack-1” still has 2 guests; migrate or delete them first')
    await window.click('[data-cell=rack-2] [data-test=take-out]')
    await until('it to be taken out', () => core.askedOf('cell.takeOut').length)
    expect(core.askedOf('cell.takeOut')).toEqual([{ pool: 'lab', cell: 'rack-2' }])

    await choose(window, 'free-cells', 'spare')
    await window.click('[data-test=add-cells]')
    await until('it to be added', () => core.askedOf('cell.add').length)
    expect(core.askedOf('cell.add')).toEqual([{ pool: 'lab', cell: 'spare' }])
  })

  it('leads to its guests', async () => {
    const { window } = await pageWith()
    await window.click('[data-pool=lab]')
    await window.click('.panel [data-test=guests]')
    await until('the list', () => location.hash === '#/guests')
    await window.find('.menu')
  })
})
