import { describe, expect, test } from 'vitest'
import { AppError } from '@shared/contract/errors'
import { permissionsOf } from '@shared/contract/permissions'
import { until } from './support/until'
import { FakeCore, type Answers } from './support/fake-core'
import { aGuest, aSession, aTask, quietCore } from './support/samples'
import { TestWindow } from './support/window'

const tasks = [
  aTask({ id: 't1', title: 'web-1', progress: 0.25, message: 'cloning the disk' }),
  aTask({ id: 't2', title: 'db-1', state: 'failed', error: 'No space left', end_time: '2026-01-02 03:04:09' }),
  aTask({ id: 't3', operation: 'diskImage.build', title: 'base', state: 'done', end_time: '2026-01-02 03:05:05' }),
  aTask({ id: 't4', title: 'old', state: 'interrupted', end_time: '2026-01-02 03:04:06' })
]

async function pageWith(answers: Answers = {}) {
  const core = new FakeCore({ ...quietCore(), 'task.list': () => tasks, ...answers })
  const window = new TestWindow(core, '/tasks')
  await window.find('[data-task=t1]')
  return { core, window }
}
const shown = (): (string | undefined)[] =>
  [...document.querySelectorAll<HTMLElement>('tr[data-task]')].map(({ dataset }) => dataset['task']).toSorted()

describe('the page of tasks', () => {
  test('is narrowed by words and by how tasks ended', async () => {
    const { window } = await pageWith()
    await window.type('input[data-test=filter]', 'build base')
    await until('one row', () => shown().join() === 't3')
    await window.type('input[data-test=filter]', 'nothing like it')
    await window.says('No task matches')
    await window.click('[data-kind=no-result] button')
    await until('all rows', () => shown().length === tasks.length)
    await window.click('[data-test=show] input[value=failed]')
    await until('those that failed', () => shown().join() === 't2,t4')
    await window.click('[data-test=show] input[value=running]')
    await until('those that run', () => shown().join() === 't1')
  })

  test('shows beside the list what a task says, live, and leads to its guest', async () => {
    const { core, window } = await pageWith({
      'guest.page': () => ({ result: [aGuest()], total: 1, limit: 500, offset: 0 })
    })
    await window.click('[data-task=t1]')
    await until('its words', () => document.querySelector('[data-test=message]')?.textContent === 'cloning the disk')
    await window.find('.panel a[href="#/guests/g1"]')
    core.announce({ name: 'task.changed', payload: aTask({ message: 'nearly there', progress: 0.9, revision: 2 }) })
    await until('its newest words', () => document.querySelector('.panel')?.textContent.includes('nearly there'))
    await window.click('[data-task=t2]')
    await until('why it failed', () => document.querySelector('.panel [role=alert]')?.textContent === 'No space left')
  })

  test('says in Chinese on what a task works, how far it is and why it failed', async () => {
    localStorage.setItem('nano.preferences', JSON.stringify({ language: 'zh-CN' }))
    const titled = { title: '1000 guests', title_key: 'guests', title_values: { n: 1000 } } as const
    const refused = { error: 'Guest "web-1" …', error_code: 'GUEST_BUSY' }
    const { window } = await pageWith({
      'task.list': () => [
        aTask({ id: 't1', ...titled, progress: 0.5, message: '500 of 1000 guests' }),
        aTask({ id: 't2', ...refused, state: 'failed', error_details: { name: 'web-1', task: 'it is being started' } })
      ]
    })
    const words = (id: string): string => document.querySelector(`[data-task=${id}]`)?.textContent ?? ''
    await window.says('虚拟机“web-1”正忙：正在启动')
    expect(words('t1')).toMatch(/1,000 台虚拟机.*500 \/ 1000 台虚拟机/s)
  })

  test('cancels a task once, without opening its panel', async () => {
    const { core, window } = await pageWith({ 'task.cancel': () => ({}) })
    await window.click('[data-test=cancel-t1]')
    await until('the cancelling', () => core.askedOf('task.cancel').length > 0)
    expect(core.askedOf('task.cancel')).toEqual([{ id: 't1' }])
    expect(document.querySelector('.panel')).toBeNull()
  })

  test('says why a task could not be cancelled', async () => {
    const { window } = await pageWith({
      'task.cancel': () => {
        throw new AppError('TASK_ENDED', { id: 't1' })
      }
    })
    await window.click('[data-test=cancel-t1]')
    await window.says('The task has ended already')
  })

  test('says why it cancels nothing for a role that may not', async () => {
    const permissions = [...permissionsOf(['image'])]
    const { window } = await pageWith({ 'session.current': () => ({ session: aSession({ permissions }) }) })
    expect(await window.whyNot('[data-test=cancel-t1]')).toContain('may not cancel tasks')
  })
})
