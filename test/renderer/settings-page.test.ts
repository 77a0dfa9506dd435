import { afterEach, describe, expect, test, vi } from 'vitest'
import { permissionsOf } from '@shared/contract/permissions'
import { until } from './support/until'
import { FakeCore, type Answers } from './support/fake-core'
import { aCell, aSession, aTask, checks, quietCore } from './support/samples'
import { TestWindow } from './support/window'

const details = {
  ...{ data_folder: '/data/nano', rest: 'http://127.0.0.1:8850', session_seconds: 180 },
  ...{ platform: 'linux 6.1 x64', node: '24.1.0' }
}

async function pageWith(answers: Answers = {}) {
  const core = new FakeCore({
    ...quietCore(),
    'system.notices': () => [],
    'system.details': () => details,
    'system.checks': () => checks,
    ...answers
  })
  const window = new TestWindow(core, '/settings')
  await window.find('.settings-scroll')
  return { core, window }
}
const shown = (): (string | undefined)[] =>
  [...document.querySelectorAll<HTMLElement>('[data-setting]')].map(({ dataset }) => dataset['setting'])

afterEach(() => vi.unstubAllGlobals())

describe('the settings', () => {
  test('are found by their words, those of their section and those that they choose from', async () => {
    const { window } = await pageWith()
    const all = shown().length
    await window.type('input[data-test=filter]', 'dark')
    await until('one row', () => shown().join() === 'Appearance')
    await window.type('input[data-test=filter]', 'programs loopback')
    await until('none', () => shown().length === 0)
    await window.says('No setting matches')
    await window.type('input[data-test=filter]', 'programs port')
    await until('some', () => shown().includes('REST over TCP'))
    await window.type('input[data-test=filter]', '')
    await until('all', () => shown().length === all)
  })

  test('of the person apply at once, and are kept', async () => {
    const { window } = await pageWith()
    await window.click('[data-test=theme] input[value=dark]')
    await until('dark', () => document.documentElement.classList.contains('dark'))
    await window.click('[data-test=language] input[value=zh-CN]')
    await window.says('设置')
    expect(JSON.parse(localStorage.getItem('nano.preferences') ?? '')).toMatchObject({
      theme: 'dark',
      language: 'zh-CN'
    })
  })

  test('say where data are and where programs get in, and why that is not chosen here', async () => {
    const { window } = await pageWith()
    await window.says('/data/nano')
    await window.says('http://127.0.0.1:8850/api/v1/')
    expect((await window.find('[data-test=rest]')).classList).toContain('is-checked')
    expect((await window.find('[data-test=rest]')).classList).toContain('is-disabled')
    await window.says('this page comes from the same port')
    await window.says('A sign-in ends after 3 minutes')
  })

  test('say that nothing is served over TCP, and how to change that', async () => {
    const nano = { call: () => {}, onEvent: () => {}, openPort: () => {} }
    vi.stubGlobal('nano', nano)
    const { window } = await pageWith({ 'system.details': () => ({ ...details, rest: '' }) })
    await window.says('/data/nano')
    await window.says('with --rest-port and a port')
    expect((await window.find('[data-test=rest]')).classList).not.toContain('is-checked')
    expect(shown()).not.toContain('Address')
  })

  test('list the hosts, live', async () => {
    const { core, window } = await pageWith()
    await window.find('[data-host=local] [data-state=online]')
    core.announce({ name: 'cell.changed', payload: aCell({ alive: false, message: 'no route', revision: 2 }) })
    await window.find('[data-host=local] [data-state=lost]')
  })

  test('check this computer, with the fixes', async () => {
    const { core, window } = await pageWith()
    await window.says('sudo usermod -aG kvm')
    await window.click('[data-test=check-again]')
    await until('a second look', () => core.askedOf('system.checks').length === 2)
    expect(core.askedOf('system.checks').at(-1)).toEqual({ again: true })
  })

  test('tell an administrator what happened to the data', async () => {
    const { window } = await pageWith({
      'system.notices': () => [{ code: 'store_damaged', message: 'A file was damaged', path: '/data/nano/x' }]
    })
    await window.says('A file was damaged')
  })

  test('make a report without names and sign-ins', async () => {
    const chunks: Uint8Array[] = []
    const sink = () => new WritableStream({ write: (chunk: Uint8Array) => void chunks.push(chunk) })
    vi.stubGlobal('showSaveFilePicker', async () => ({ createWritable: async () => sink() }))
    const { window } = await pageWith({
      'task.list': () => [aTask({ title: 'secret-guest', state: 'failed', error: 'no space' })]
    })
    await window.says('/data/nano')
    await window.click('[data-test=report]')
    await until('the report', () => chunks.length === 1)
    const text = new TextDecoder().decode(chunks[0])
    expect(JSON.parse(text)).toMatchObject({
      version: '1',
      node: '24.1.0',
      checks: [{ code: 'accelerator_forbidden' }, { code: 'qemu_found' }, { code: 'memory_low' }],
      hosts: [{ name: 'local', driver: 'qemu' }],
      failures: [{ operation: 'guest.create', error: 'no space' }]
    })
    expect(text).not.toContain('secret-guest')
    expect(text).not.toContain('"s1"')
  })

  test('tell a role without the right only what is its own, and why', async () => {
    const permissions = [...permissionsOf(['instance'])]
    const { core, window } = await pageWith({ 'session.current': () => ({ session: aSession({ permissions }) }) })
    expect(await window.whyNot('[data-test=report]')).toContain('system:setup')
    expect(core.askedOf('system.details')).toEqual([])
    expect(core.askedOf('system.checks')).toEqual([])
    await window.find('[data-test=theme]')
  })

  test('are reached by Ctrl and comma', async () => {
    const core = new FakeCore({
      ...quietCore(),
      'system.notices': () => [],
      'system.details': () => details,
      'system.checks': () => []
    })
    const window = new TestWindow(core, '/tasks')
    await window.find('.frame')
    window.press(',', { ctrlKey: true })
    await window.find('.settings-scroll')
  })
})
