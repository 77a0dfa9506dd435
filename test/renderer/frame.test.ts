import { describe, expect, it } from 'vitest'
import { AppError } from '@shared/contract/errors'
import { until } from './support/until'
import { FakeCore, type Answers } from './support/fake-core'
import { aCell, aGuest, aTask, quietCore } from './support/samples'
import { TestWindow } from './support/window'

async function frameWith(answers: Answers = {}, path = '/tasks') {
  const core = new FakeCore({ ...quietCore(), ...answers })
  const window = new TestWindow(core, path)
  await window.find('.frame')
  return { core, window }
}

describe('the task dock', () => {
  it('shows a task from its start to its end', async () => {
    const { core, window } = await frameWith()
    window.press('j', { ctrlKey: true })
    await window.find('.dock .rows')

    core.announce({ name: 'task.changed', payload: aTask({ progress: 0.4, revision: 1 }) })
    await window.find('.dock [data-state=running]')
    expect(window.text).toContain('Create guest')
    expect(window.text).toContain('40%')

    core.announce({
      name: 'task.changed',
      payload: aTask({ state: 'failed', error: 'No space left', end_time: '2026-01-02 03:04:09', revision: 2 })
    })
    await window.find('.dock [data-state=failed]')
    expect(window.text).toContain('Failed: No space left')
  })

  it('cancels a task', async () => {
    const { core, window } = await frameWith({ 'task.list': () => [aTask()], 'task.cancel': () => ({}) })
    window.press('j', { ctrlKey: true })

    await window.click('.dock [data-state=running] button')

    await until('the cancelling', () => core.askedOf('task.cancel').length === 1)
    expect(core.askedOf('task.cancel')).toEqual([{ id: 't1' }])
  })

  it('says why a task could not be cancelled, until that is dismissed', async () => {
    const { window } = await frameWith({
      'task.list': () => [aTask()],
      'task.cancel': () => {
        throw new AppError('TASK_ENDED', { id: 't1' })
      }
    })
    window.press('j', { ctrlKey: true })
    await window.click('.dock [data-state=running] button')
    await window.says('The task has ended already')

    await window.click('.problem > div > button')

    await until('the words to go', () => !document.querySelector('.problem'))
  })

  it('shows the running one while it is closed', async () => {
    const { window } = await frameWith({ 'task.list': () => [aTask({ title: 'web-7' })] })

    await window.find('.dock .mini')
    expect((await window.find('.dock')).textContent).toContain('web-7')
  })
})

describe('the frame', () => {
  it('says when the core does not answer, and keeps what is known', async () => {
    const { core, window } = await frameWith({ 'task.list': () => [aTask({ title: 'web-7' })] })
    await window.says('web-7')
    await window.find('.hosts:not(.old)')

    core.setConnected(false)
    await window.find('.disconnected')
    await window.find('.hosts.old')
    expect(window.text).toContain('web-7')

    core.setConnected(true)
    await until('the banner to go', () => !document.querySelector('.disconnected'))
  })

  it('names the cells that do not answer, until they do', async () => {
    const { core, window } = await frameWith({
      'cell.hosts': () => [aCell({ name: 'rack1-b', alive: false }), aCell({ name: 'rack1-a' })]
    })
    await window.says('rack1-b does not answer: its figures are old')

    core.announce({ name: 'cell.changed', payload: aCell({ name: 'rack1-b', revision: 2 }) })
    await window.says('Up to date')
  })

  it('folds its menu with Ctrl+B, and remembers that', async () => {
    const { window } = await frameWith()
    await window.find('.menu:not(.folded)')

    window.press('b', { ctrlKey: true })

    await window.find('.menu.folded')
    expect(localStorage.getItem('nano.preferences')).toContain('"menuFolded":true')
  })

  it('goes to a page from the palette, by keys alone', async () => {
    const { window } = await frameWith()
    window.press('k', { ctrlKey: true })
    await window.type('[role=combobox]', 'cell')
    await until('one choice', () => document.querySelectorAll('[role=option]').length === 1)

    window.press('Enter')

    await until('the page', () => location.hash === '#/cells')
  })

  it('finds guests by name in the palette', async () => {
    const { window } = await frameWith({
      'guest.page': () => ({ result: [aGuest({ id: 'g7', name: 'web-7' })], total: 1, limit: 500, offset: 0 })
    })
    await until('the guest to be counted', () =>
      document.querySelector('.menu a[href$="#/guests"]')?.textContent.includes('1')
    )
    window.press('k', { ctrlKey: true })
    await window.type('[role=combobox]', 'WEB')
    await until('the guest', () => document.querySelector('[role=option]')?.textContent.includes('web-7'))

    window.press('Enter')

    await until('the page of the guest', () => location.hash.startsWith('#/guests/g7'))
  })

  it('shows a cell from the palette beside its list, as often as it is asked for', async () => {
    const { window } = await frameWith({ 'cell.hosts': () => [aCell({ name: 'rack-1' })] })
    await until('the cell to be counted', () =>
      document.querySelector('.menu a[href$="#/cells"]')?.textContent.includes('1')
    )
    for (let time = 0; time < 2; time++) {
      window.press('k', { ctrlKey: true })
      await window.type('[role=combobox]', 'RACK')
      await until('the cell', () => document.querySelector('[role=option]')?.textContent.includes('rack-1'))
      window.press('Enter')

      await window.find('.panel[aria-label=rack-1]')
      await window.click('.panel [aria-label=Close]')
      await until('the panel to go', () => !document.querySelector('.panel'))
    }
    expect(location.hash).toBe('#/cells')
  })

  it('opens the form for one more of something from the palette', async () => {
    const { window } = await frameWith()
    window.press('k', { ctrlKey: true })
    await window.type('[role=combobox]', 'create storage')
    await until('one choice', () => document.querySelectorAll('[role=option]').length === 1)

    window.press('Enter')

    await window.says('Host that exports it')
    expect(location.hash).toBe('#/storage-pools')
  })

  it('acts from the palette on the guest that is looked at, but only as it can', async () => {
    const guest = aGuest({ id: 'g7', name: 'web-7', running: true })
    const { core, window } = await frameWith(
      {
        'guest.page': () => ({ result: [guest], total: 1, limit: 500, offset: 0 }),
        'instance.stop': () => ({})
      },
      '/guests/g7'
    )
    await window.says('web-7')
    window.press('k', { ctrlKey: true })
    await window.type('[role=combobox]', 'start web-7')
    await window.says('Nothing matches')

    await window.type('[role=combobox]', 'reboot web-7')
    await until('one choice', () => document.querySelectorAll('[role=option]').length === 1)
    window.press('Enter')

    await until('the reboot', () => core.askedOf('instance.stop').length === 1)
  })

  it('has the saved filters in its menu, each with what it finds', async () => {
    const kept = { guestFilters: [{ name: 'My web', text: 'tag:web' }] }
    localStorage.setItem('nano.preferences', JSON.stringify(kept))
    const result = [aGuest({ id: 'g1', tags: ['web'] }), aGuest({ id: 'g2', name: 'db-1' })]
    const { window } = await frameWith({ 'guest.page': () => ({ result, total: 2, limit: 500, offset: 0 }) })
    await until('its count', () => document.querySelector('.menu .saved')?.textContent === 'My web1')

    await window.click('.menu .saved')

    await window.find('.menu .saved.shown')
    await until('the guests it finds', () => document.querySelectorAll('[data-guest]').length === 1)
  })

  it('speaks Chinese and turns dark when told so', async () => {
    localStorage.setItem('nano.preferences', JSON.stringify({ theme: 'dark', language: 'zh-CN' }))
    const { window } = await frameWith()

    await window.says('任务')
    expect(document.documentElement.lang).toBe('zh-CN')
    expect(document.documentElement.classList.contains('dark')).toBe(true)
  })
})

describe('the cells page', () => {
  it('says which acceleration is in use and why', async () => {
    const acceleration = { accelerator: 'tcg', cpu_model: 'max', reason: 'no vmx or svm' }
    const { window } = await frameWith({ 'cell.hosts': () => [aCell({ acceleration })] }, '/cells')

    await window.says('Emulated, slower (TCG): no vmx or svm')
  })

  it('keeps a silent cell in its row, with the reason', async () => {
    const { core, window } = await frameWith({}, '/cells')
    await window.find('[data-cell=local] [data-state=online]')

    core.announce({ name: 'cell.changed', payload: aCell({ alive: false, message: 'no route to host', revision: 2 }) })

    await window.find('[data-cell=local] [data-state=lost]')
    expect(window.text).toContain('no route to host')
  })

  it('stops new guests from coming to a cell, or says why it cannot', async () => {
    const { core, window } = await frameWith(
      {
        'cell.modify': () => {
          throw new AppError('CELL_NOT_FOUND', { cell: 'local', pool: 'default' })
        }
      },
      '/cells'
    )
    await window.click('[data-cell=local] .el-switch')

    await window.says('There is no cell “local” in compute pool “default”')
    expect(core.askedOf('cell.modify')).toEqual([{ pool: 'default', cell: 'local', enable: false }])
  })
})
