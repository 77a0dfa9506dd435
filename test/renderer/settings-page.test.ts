import { afterEach, describe, expect, test, vi } from 'vitest'
import { AppError } from '@shared/contract/errors'
import { permissionsOf } from '@shared/contract/permissions'
import { until } from './support/until'
import { FakeCore, type Answers } from './support/fake-core'
import { aCell, aSession, aTask, checks, quietCore } from './support/samples'
import { TestWindow } from './support/window'

const details = {
  ...{ data_folder: '/data/nano', rest: 'http://127.0.0.1:8850', session_seconds: 180 },
  rest_setting: { enabled: true, port: 8850, fixed: true },
  sign_in: { free: 2, locked_after: 10, lock_seconds: 900 },
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
    await window.says('After 10 failures the name is locked for 15 minutes')
  })

  test('switch the API on, move it and switch it off, at once', async () => {
    let rest = { enabled: false, port: 8850 }
    const { core, window } = await pageWith({
      'system.details': () => ({
        ...{ ...details, rest: rest.enabled ? `http://127.0.0.1:${rest.port}` : '' },
        rest_setting: { ...rest, fixed: false }
      }),
      'system.setRest': (chosen: typeof rest) => {
        if (chosen.port === 80) throw new AppError('PORT_FORBIDDEN', { port: 80 })
        rest = chosen
        return {}
      }
    })
    await window.says('/data/nano')
    expect(shown()).not.toContain('Address')
    await window.type('input[data-test=rest-port]', '70000')
    await window.says('At most 65,535')
    await window.find('[data-test=rest].is-disabled')
    await window.type('input[data-test=rest-port]', '9000')
    await window.find('[data-test=rest]:not(.is-disabled)')
    await window.click('[data-test=rest] input')
    await window.says('http://127.0.0.1:9000/api/v1/')
    await window.type('input[data-test=rest-port]', '80')
    await window.click('[data-test=rest-move]')
    await window.says('Port 80 is not open to this user')
    await window.says('http://127.0.0.1:9000/api/v1/')
    await window.type('input[data-test=rest-port]', '9001')
    await window.click('[data-test=rest-move]')
    await window.says('http://127.0.0.1:9001/api/v1/')
    await window.click('[data-test=rest] input')
    await until('no address', () => !shown().includes('Address'))
    expect(core.askedOf('system.setRest').at(-1)).toEqual({ enabled: false, port: 9001 })
  })

  test('say that the chosen port could not be had when the application started', async () => {
    const rest_setting = { enabled: true, port: 9000, fixed: false }
    const { window } = await pageWith({ 'system.details': () => ({ ...details, rest: '', rest_setting }) })
    await window.says('It is to be served at port 9000, which could not be had')
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
