import { describe, expect, test } from 'vitest'
import type { SnapshotNode } from '@shared/contract/snapshot'
import type { SnapshotLink } from '@shared/rules/snapshot-tree'
import { snapshotRows } from '@/features/guests/page/snapshot-rows'
import type { Answers } from './support/fake-core'
import { windowWith } from './support/guest-window'
import { aGuest, aTask } from './support/samples'
import { until } from './support/until'
import { whyNot } from './support/why-not'

const link = (name: string, backing = '', current = false): SnapshotLink => ({ name, backing, current })
/** As in a picture: lane, name, and what comes from where. */
const drawn = (tree: readonly SnapshotLink[]) =>
  snapshotRows(tree).map(({ name = '(here)', lane, from, passing, down }) =>
    [`${' '.repeat(lane)}${name}`, from ?? '-', passing.toSorted().join(), down ? 'down' : ''].join('|')
  )

describe('a snapshot tree', () => {
  test('of one way is one lane, with the guest at its end', () => {
    expect(drawn([link('a'), link('b', 'a', true)])).toEqual(['a|-||down', 'b|0||down', '(here)|0||'])
  })

  test('keeps the way to the guest straight, and lets the rest branch off', () => {
    const tree = [link('a'), link('side', 'a'), link('side-2', 'side'), link('b', 'a'), link('c', 'b', true)]
    expect(drawn(tree)).toEqual(['a|-||down', ' side|0|0|down', ' side-2|1|0|', 'b|0||down', 'c|0||down', '(here)|0||'])
  })

  test('shows a guest that went back, with what was taken later on a branch', () => {
    expect(drawn([link('a', '', true), link('later', 'a'), link('last', 'later')])).toEqual([
      'a|-||down',
      ' later|0|0|down',
      ' last|1|0|',
      '(here)|0||'
    ])
  })

  test('gives a branch of a branch its own lane', () => {
    const tree = [link('a'), link('b', 'a'), link('b1', 'b'), link('b2', 'b'), link('c', 'a', true)]
    expect(drawn(tree)).toEqual(['a|-||down', ' b|0|0|down', '  b1|1|0,1|', ' b2|1|0|', 'c|0||down', '(here)|0||'])
  })

  test('without any snapshot has no row', () => expect(snapshotRows([])).toEqual([]))
})

const nodes: Record<string, SnapshotNode> = {
  base: { is_root: true },
  side: { backing: 'base' },
  work: { backing: 'base', is_current: true }
}
const answers: Answers = {
  'snapshot.list': () => nodes,
  'snapshot.get': ({ name }: { name: string }) => ({
    ...{ running: false, description: `about ${name}`, create_time: '2026-01-02 03:04:05' }
  }),
  'snapshot.create': () => aTask({ operation: 'snapshot.create' }),
  'snapshot.restore': () => aTask({ operation: 'snapshot.restore' }),
  'snapshot.remove': () => aTask({ operation: 'snapshot.remove' })
}
const page = (patch = {}, more: Answers = {}) =>
  windowWith([aGuest({ snapshots: 3, ...patch })], { ...answers, ...more }, '/guests/g1/snapshots')

describe('the snapshots of a guest', () => {
  test('are a tree with the guest in it, each with what it is about', async () => {
    const { window } = await page()
    await window.says('You are here')
    await window.says('about side')
    const rows = [...document.querySelectorAll<HTMLElement>('[data-snapshot]')]
    expect(rows.map(({ dataset }) => [dataset['snapshot'], dataset['lane']])).toEqual([
      ['base', '0'],
      ['side', '1'],
      ['work', '0'],
      ['', '0']
    ])
    await window.says('changes since work')
  })

  test('are taken with a name that is free', async () => {
    const { core, window } = await page()
    await window.click('[data-test=take-snapshot]')
    await window.type('input[data-test=snapshot-name]', 'work')
    await window.says('Guest “web-1” has a snapshot “work” already')
    await window.type('input[data-test=snapshot-name]', 'a/b')
    await window.says('Use letters, digits, dots')
    await window.submit()
    expect(core.askedOf('snapshot.create')).toEqual([])
    await window.type('input[data-test=snapshot-name]', 'v1.0')
    await window.type('textarea[data-test=snapshot-description]', 'before it')
    await window.submit()
    await until('the order', () => core.askedOf('snapshot.create').length)
    expect(core.askedOf('snapshot.create')).toEqual([{ id: 'g1', name: 'v1.0', description: 'before it' }])
  })

  test('are gone back to after a question that says what is lost', async () => {
    const { core, window } = await page()
    await window.click('[data-snapshot=base] [data-test=restore]')
    await window.says('What was written to the disks since work is lost')
    await window.click('[data-test=confirm]')
    await until('the order', () => core.askedOf('snapshot.restore').length)
    expect(core.askedOf('snapshot.restore')).toEqual([{ id: 'g1', target: 'base' }])
  })

  test('are deleted unless others need them, which are named', async () => {
    const { core, window } = await page()
    await window.find('[data-snapshot=base]')
    expect(whyNot('[data-snapshot=base] [data-test=delete-snapshot]')).toBe(
      'Snapshot “base” of guest “web-1” is needed by side, work'
    )
    await window.click('[data-snapshot=side] [data-test=delete-snapshot]')
    await window.click('[data-test=confirm]')
    await until('the order', () => core.askedOf('snapshot.remove').length)
    expect(core.askedOf('snapshot.remove')).toEqual([{ id: 'g1', name: 'side' }])
  })

  test('cannot be changed while the guest runs or something works on it', async () => {
    const { core, window } = await page({ running: true })
    await window.find('[data-snapshot=side]')
    expect(whyNot('[data-test=take-snapshot]')).toBe('Guest “web-1” is running. Stop it first.')
    core.announce({ name: 'guest.changed', payload: aGuest({ snapshots: 3, revision: 2 }) })
    core.announce({ name: 'task.changed', payload: aTask({ operation: 'guest.shrinkDisk' }) })
    await until('the reason', () => whyNot('[data-test=take-snapshot]')?.includes('busy: Shrink disk'))
  })

  test('are read again when a task on the guest has ended, and what failed is said', async () => {
    const { core, window } = await page()
    await window.says('You are here')
    core.announce({ name: 'task.changed', payload: aTask({ operation: 'snapshot.restore' }) })
    await window.find('[data-task="snapshot.restore"][data-state=running]')
    const before = core.askedOf('snapshot.list').length
    const end_time = new Date(Date.now() + 86_400_000).toISOString().slice(0, 19).replace('T', ' ')
    core.announce({
      name: 'task.changed',
      payload: aTask({ operation: 'snapshot.restore', state: 'failed', error: 'no space', end_time, revision: 2 })
    })
    await window.says('no space')
    await until('a second look', () => core.askedOf('snapshot.list').length > before)
  })

  test('say so when there is none', async () => {
    const { window } = await page({ snapshots: 0 }, { 'snapshot.list': () => ({}) })
    await window.says('No snapshot yet')
    await window.click('.state-view [data-test=take-snapshot]')
    await window.find('input[data-test=snapshot-name]')
    expect(document.querySelectorAll('[data-test=take-snapshot]')).toHaveLength(1)
  })
})
