import { beforeEach, describe, expect, test } from 'vitest'
import type { Guest } from '@shared/contract/guest'
import type { Answers } from './support/fake-core'
import { row, windowWith } from './support/guest-window'
import { aCell, aGuest, aTask } from './support/samples'
import { until } from './support/until'

/** The list with all its guests chosen. */
async function withAllChosen(guests: readonly Guest[], answers: Answers = {}) {
  const opened = await windowWith(guests, answers)
  await opened.window.find(row(guests[0]?.id ?? ''))
  await opened.window.click('[data-key=tick] input')
  await opened.window.find('.bulkbar')
  return opened
}
const pool = {
  name: 'default',
  enabled: true,
  cells: 2,
  network: '',
  network_mode: 'plain',
  storage: 'nas',
  failover: false
}
const ab = [aGuest({ id: 'a', name: 'web-1', tags: ['old', 'web'] }), aGuest({ id: 'b', name: 'web-2', tags: ['web'] })]
const submitted = '[data-test=submit]:not(:disabled)'

describe('snapshots of many guests', () => {
  const items = (status: string) => ab.map(({ id, name }) => ({ id, name, progress: 0, status }))
  let now: readonly object[]
  const taking: Answers = {
    'batch.snapshotGuests': () => aTask({ id: 't', subject: 'batch-1', operation: 'batch.snapshotGuests' }),
    'batch.getSnapshot': () => now
  }
  beforeEach(() => (now = items('taking')))
  const order = async (window: Awaited<ReturnType<typeof withAllChosen>>['window']) => {
    await window.click('[data-test=bulk-snapshot]')
    await window.type('input[data-test=snapshot-name]', 'before')
    await window.click(submitted)
  }

  test('are one task, which tells how each ended; what failed is tried again', async () => {
    const { core, window } = await withAllChosen(ab, taking)
    await order(window)
    await window.says('0 / 2')
    expect(core.askedOf('batch.snapshotGuests')).toEqual([{ guest: ['a', 'b'], name: 'before', description: '' }])
    await window.click('[data-test=unfold]')
    await until('both under way', () => document.querySelectorAll('[data-item=under]').length === 2)

    const [done = {}, failed = {}] = items('taking')
    now = [
      { ...done, progress: 100, status: 'taken' },
      { ...failed, status: 'fail', error: 'the disk is full' }
    ]
    const end = { operation: 'batch.snapshotGuests', state: 'failed', error: 'the disk is full', revision: 2 } as const
    core.announce({ name: 'task.changed', payload: aTask({ ...end, id: 't' }) })
    await window.says('the disk is full')
    await until('the other one', () => document.querySelector('[data-item=done]')?.textContent?.includes('web-1'))
    await window.click('[data-test=retry]')
    await until('the second try', () => core.askedOf('snapshot.create').length === 1)
    expect(core.askedOf('snapshot.create')).toEqual([{ id: 'b', name: 'before', description: '' }])
  })

  test('are cancelled', async () => {
    const { core, window } = await withAllChosen(ab, { ...taking, 'task.cancel': () => ({}) })
    await order(window)
    await until('the order', () => core.askedOf('batch.snapshotGuests').length === 1)
    await window.says('0 / 2')
    await window.click('[data-test=stop-run]')
    await until('the cancelling', () => core.askedOf('task.cancel').length === 1)
    expect(core.askedOf('task.cancel')).toEqual([{ id: 't' }])
  })

  test('leave out guests that run, and say so before', async () => {
    const { core, window } = await withAllChosen([...ab, aGuest({ id: 'c', name: 'db-1', running: true })], taking)
    await window.click('[data-test=bulk-snapshot]')
    await window.says('1 is left out. Guest “db-1” is running')
    await window.type('input[data-test=snapshot-name]', 'x y')
    await window.says('Use letters, digits, dots')
    expect(document.querySelector(submitted)).toBeNull()
    expect(core.askedOf('batch.snapshotGuests')).toEqual([])
  })
})

describe('tags of many guests', () => {
  test('are added and taken away, and each keeps its own', async () => {
    const { core, window } = await withAllChosen(ab, { 'guest.setTags': () => ({}) })
    await window.click('[data-test=bulk-tag]')
    await window.click('[data-test=remove-old] input')
    await window.type('input[data-test=add-tags]', 'new ')
    await window.click(submitted)
    await until('the orders', () => core.askedOf('guest.setTags').length === 2)
    expect(core.askedOf('guest.setTags')).toEqual([
      { id: 'a', tags: ['web', 'new'] },
      { id: 'b', tags: ['web', 'new'] }
    ])
  })
})

describe('migration of many guests', () => {
  const cells: Answers = {
    'computePool.list': () => [pool],
    'cell.hosts': () => ['local', 'other'].map((name) => aCell({ name, offers: ['migration'] })),
    'migration.create': ({ instances }: { instances: string[] }) =>
      aTask({ id: `t-${instances[0]}`, subject: 'm1', operation: 'migration.create' })
  }

  test('goes to another cell of their pool, guest by guest', async () => {
    const { core, window } = await withAllChosen([...ab, aGuest({ id: 'c', name: 'db-1', cell: 'other' })], cells)
    await window.click('[data-test=bulk-migrate]')
    await window.says('Migrate 3 guests?')
    ;(await window.find('[data-test=target-cell]')).click()
    await until('the cells', () => document.querySelectorAll('.el-select-dropdown__item').length === 2)
    const other = [...document.querySelectorAll<HTMLElement>('.el-select-dropdown__item')].find(
      ({ textContent }) => textContent === 'other'
    )
    other?.click()
    await window.says('1 is there already')
    await window.click(submitted)
    await until('the orders', () => core.askedOf('migration.create').length === 2)
    expect(core.askedOf('migration.create')).toEqual(
      ['a', 'b'].map((id) => ({
        ...{ source_pool: 'default', source_cell: 'local', target_cell: 'other', instances: [id] }
      }))
    )
  })

  test('says why not: no shared storage, or guests of several pools', async () => {
    const { window } = await withAllChosen(ab, { ...cells, 'computePool.list': () => [{ ...pool, storage: '' }] })
    await window.click('[data-test=bulk-migrate]')
    await window.says('Compute pool default has no shared storage')
    expect(document.querySelector(submitted)).toBeNull()
  })

  test('is not offered where the driver cannot move guests', async () => {
    await withAllChosen(ab)
    const button = await until('the reason', () =>
      document.querySelector<HTMLButtonElement>('[data-test=bulk-migrate]:disabled')
    )
    expect(button.title).toBe('The qemu driver cannot move guests to another cell')
  })

  test('stays within one compute pool', async () => {
    const { window } = await withAllChosen([...ab, aGuest({ id: 'c', pool: 'lab' })], cells)
    await window.click('[data-test=bulk-migrate]')
    await window.says('These are of default, lab')
  })
})
