import { describe, expect, it } from 'vitest'
import { AppError } from '@shared/contract/errors'
import { permissionsOf } from '@shared/contract/permissions'
import type { StoragePool } from '@shared/contract/storage-pool'
import { choose } from './support/choose'
import { FakeCore, type Answers } from './support/fake-core'
import { aCell, aPool, aSession, quietCore } from './support/samples'
import { until } from './support/until'
import { TestWindow } from './support/window'

const pools: StoragePool[] = [
  { name: 'fast', type: 'nfs', host: 'nas.lab', target: '/export/fast' },
  { name: 'scratch', type: 'dir', host: '', target: '/srv/scratch' }
]

async function pageWith(answers: Answers = {}) {
  const core = new FakeCore({
    ...quietCore(),
    'storagePool.list': () => pools,
    'computePool.list': () => [aPool({ name: 'lab', storage: 'fast' })],
    'cell.hosts': () => [
      aCell({ name: 'rack-1', pool: 'lab' }),
      aCell({ name: 'rack-2', pool: 'lab' }),
      aCell({ name: 'rack-3', pool: 'lab', alive: false })
    ],
    'cell.get': ({ cell }: { cell: string }) => ({
      ...aCell({ name: cell, pool: 'lab' }),
      storage: [
        cell === 'rack-1' ? { name: 'fast', attached: true } : { name: 'fast', attached: false, error: 'stale' }
      ]
    }),
    ...answers
  })
  const window = new TestWindow(core, '/storage-pools')
  await window.find('[data-storage=fast]')
  return { core, window }
}
const textOf = (selector: string) => document.querySelector(selector)?.textContent
const button = (test: string) => document.querySelector<HTMLButtonElement>(`.panel [data-test=${test}]`)

describe('storage pools', () => {
  it('are listed with who uses them, and follow what the core tells', async () => {
    const { core, window } = await pageWith()
    expect(textOf('[data-storage=fast]')).toMatch(/NFS export.*nas\.lab.*\/export\/fast.*lab/s)
    expect(textOf('[data-storage=scratch]')).toMatch(/Folder on every cell.*–.*\/srv\/scratch.*–/s)
    core.announce({ name: 'storage_pool.changed', payload: { ...pools[1]!, target: '/srv/other' } })
    await until('the new target', () => textOf('[data-storage=scratch]')?.includes('/srv/other'))
    core.announce({ name: 'storage_pool.removed', payload: { name: 'scratch' } })
    await until('it to go', () => !document.querySelector('[data-storage=scratch]'))
    await window.type('input[data-test=filter]', 'ceph')
    await window.says('No storage pool matches')
  })

  it('that are used are neither changed nor deleted, and say how they are on each cell', async () => {
    const { window } = await pageWith()
    await window.click('[data-storage=fast]')
    await window.says('Storage pool “fast” is used by compute pool lab')
    expect([button('edit')?.disabled, button('remove')?.disabled]).toEqual([true, true])
    await until('the first cell', () => textOf('[data-cell=rack-1]')?.includes('Attached'))
    expect(textOf('[data-cell=rack-2]')).toContain('stale')
    expect(textOf('[data-cell=rack-3]')).toContain('Does not answer')
  })

  it('are made, once what is typed can be right', async () => {
    const { core, window } = await pageWith({ 'storagePool.create': () => ({}) })
    await window.click('[data-test=create-pool]')
    await window.type('input[data-test=name]', 'fast')
    await window.says('This name is taken')
    await window.type('input[data-test=name]', 'course')
    await window.type('input[data-test=host]', 'nas/lab')
    await window.says('Name the host, without blanks and slashes')
    await window.type('input[data-test=host]', 'nas.lab')
    await window.type('input[data-test=target]', 'export')
    await window.says('Write an absolute path without “..”')
    expect((await window.find('[data-test=submit]')).hasAttribute('disabled')).toBe(true)
    await choose(window, 'type', 'Folder on every cell')
    await window.type('input[data-test=target]', '/srv/course')
    await window.click('[data-test=submit]')
    await until('the order', () => core.askedOf('storagePool.create').length)
    expect(core.askedOf('storagePool.create')).toEqual([
      { pool: 'course', type: 'dir', host: '', target: '/srv/course' }
    ])
  })

  it('that nobody uses are changed and deleted, or it is said why not', async () => {
    const { core, window } = await pageWith({
      'storagePool.modify': () => ({}),
      'storagePool.remove': () => {
        throw new AppError('STORAGE_POOL_IN_USE', { pool: 'scratch', pools: ['late'] })
      }
    })
    await window.click('[data-storage=scratch]')
    await window.click('.panel [data-test=edit]')
    expect((await window.find('[data-test=submit]')).hasAttribute('disabled')).toBe(true)
    await window.type('input[data-test=target]', '/srv/new')
    await window.click('[data-test=submit]')
    await until('the change', () => core.askedOf('storagePool.modify').length)
    expect(core.askedOf('storagePool.modify')).toEqual([{ pool: 'scratch', type: 'dir', host: '', target: '/srv/new' }])

    await window.click('.panel [data-test=remove]')
    await window.says('What is at /srv/scratch stays')
    await window.click('[data-test=confirm]')
    await window.says('Storage pool “scratch” is used by compute pool late')
  })

  it('are shown to a role that sees nothing else', async () => {
    const session = aSession({ permissions: [...permissionsOf(['storage_pool'])] })
    const { core, window } = await pageWith({ 'session.current': () => ({ session }) })
    await window.click('[data-storage=scratch]')
    await window.find('.panel')
    expect(button('remove')?.disabled).toBe(false)
    expect(core.askedOf('computePool.list')).toEqual([])
  })
})
