import { afterEach, describe, expect, test, vi } from 'vitest'
import { AppError } from '@shared/contract/errors'
import { permissionsOf } from '@shared/contract/permissions'
import { localTime } from '@shared/text/time'
import { until } from './support/until'
import { FakeCore, type Answers } from './support/fake-core'
import { aCell, aSession, checks, quietCore } from './support/samples'
import { TestWindow } from './support/window'

const details = {
  ...{ data_folder: '/data/nano', rest: 'http://127.0.0.1:8850', session_seconds: 180 },
  rest_setting: { enabled: true, port: 8850, fixed: true },
  sign_in: { free: 2, locked_after: 10, lock_seconds: 900 },
  ...{ platform: 'linux 6.1 x64', node: '24.1.0' }
}

const folder = {
  ...{ path: '/data/nano', size: 3 * 2 ** 30, free: 2 ** 40, next: '/data/nano', next_has_data: false },
  ...{ fixed: true, desktop: false }
}

async function pageWith(answers: Answers = {}) {
  const core = new FakeCore({
    ...quietCore(),
    'system.notices': () => [],
    'system.details': () => details,
    'system.checks': () => checks,
    'system.dataFolder': () => folder,
    'diagnostics.timings': () => [],
    'diagnostics.log': () => [],
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
    await window.click('[data-test=density] input[value=dense]')
    expect(document.documentElement.style.getPropertyValue('--nd-row')).toBe('26px')
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

  test('say how large the data are, and why their folder is not chosen here', async () => {
    const { window } = await pageWith()
    await window.says('3 GiB in it, 1 TiB free beside it')
    await window.says('The data folder is chosen by the command that starts the application')
    expect(document.querySelector('[data-test=choose-folder]')).toBeNull()
  })

  test('choose another data folder for the next start, tell what that means, and restart', async () => {
    let next = '/data/nano'
    const { core, window } = await pageWith({
      'system.dataFolder': () => ({ ...folder, fixed: false, desktop: true, next, next_has_data: next === '/mnt/old' }),
      'system.setDataFolder': ({ path }: { path: string }) => ((next = path === '' ? '/mnt/big' : path), {}),
      'system.restart': () => {
        throw new AppError('RESTART_REFUSED', { tasks: 1 })
      }
    })
    await window.click('[data-test=choose-folder]')
    await window.says('From the next start on, /mnt/big is used.')
    await window.says('What is in the present folder stays there')
    await window.click('[data-test=restart]')
    await window.says('1 task(s) are still running')
    await window.click('[data-test=keep-folder]')
    await until('the present one', () => !document.querySelector('[data-test=next-folder]'))
    expect(core.askedOf('system.setDataFolder')).toEqual([{ path: '' }, { path: '/data/nano' }])
  })

  test('switch signing in by itself on and off', async () => {
    let user = 'eve'
    const { window } = await pageWith({
      'session.automatic': () => ({ reason: '', user }),
      'session.setAutomatic': ({ enabled }: { enabled: boolean }) => ((user = enabled ? 'ada' : ''), {})
    })
    await window.says('Now “eve” is signed in when the application starts')
    await window.find('[data-test=automatic]:not(.is-checked)')
    await window.click('[data-test=automatic] input')
    await window.find('[data-test=automatic].is-checked')
    await window.click('[data-test=automatic] input')
    await window.find('[data-test=automatic]:not(.is-checked)')
    expect(user).toBe('')
  })

  test('say why nobody can be signed in by itself here', async () => {
    const { window } = await pageWith({ 'session.automatic': () => ({ reason: 'no_keyring', user: '' }) })
    await window.says('The system keeps no keys for this user')
    await window.find('[data-test=automatic].is-disabled')
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

  test('show how long hosts take to answer, and what failed last', async () => {
    const timing = { cell: 'rack', call: 'guests.list', under_way: 1, count: 1234, failed: 2, median: 3.4, p95: 20 }
    const failed = { last_error: 'the line is dead', last_error_time: localTime(new Date()) }
    const { core, window } = await pageWith({ 'diagnostics.timings': () => [{ ...timing, ...failed }] })
    const table = await window.find('[data-test=timings]')
    for (const words of ['rack', 'guests.list', '1,234', '+1 under way', '3.4 ms', '20 ms', 'the line is dead'])
      await until(words, () => table.textContent.includes(words))
    await window.click('[data-test=timings-again]')
    await until('a second look', () => core.askedOf('diagnostics.timings').length === 2)
  })

  test('show the log of the application, from a level on', async () => {
    const line = { time: '2026-01-02 03:04:05', level: 'warn', source: 'cells', message: 'rack is slow' }
    const { core, window } = await pageWith({ 'diagnostics.log': () => [line] })
    await window.says('warn cells: rack is slow')
    await window.click('[data-test=level] input[value=error]')
    await until('errors', () => core.askedOf('diagnostics.log').length === 2)
    expect(core.askedOf('diagnostics.log').at(-1)).toEqual({ lines: 500, level: 'error' })
  })

  test('save a support bundle', async () => {
    const chunks: Uint8Array[] = []
    const sink = () => new WritableStream({ write: (chunk: Uint8Array) => void chunks.push(chunk) })
    const asked = vi.fn<(options: unknown) => Promise<unknown>>(async () => ({ createWritable: async () => sink() }))
    vi.stubGlobal('showSaveFilePicker', asked)
    const { core, window } = await pageWith({ 'diagnostics.bundle': () => ({ ticket: 'b1' }) })
    await window.says('/data/nano')
    await window.click('[data-test=bundle]')
    const channel = await until('the channel', () => core.channels.find(({ ticket }) => ticket === 'b1'))
    channel.open()
    channel.near.take(new Uint8Array([31, 139]))
    channel.finish()
    await until('the file', () => chunks.length === 1)
    expect(asked.mock.calls[0]?.[0]).toMatchObject({
      suggestedName: expect.stringMatching(/^nano-support-\d{14}\.tar\.gz$/) as unknown
    })
  })

  test('tell a role without the right only what is its own, and why', async () => {
    const permissions = [...permissionsOf(['instance'])]
    const { core, window } = await pageWith({ 'session.current': () => ({ session: aSession({ permissions }) }) })
    expect(await window.whyNot('[data-test=bundle]')).toContain('may not set up this computer')
    expect(core.askedOf('system.details')).toEqual([])
    for (const operation of ['system.checks', 'session.automatic', 'diagnostics.timings', 'diagnostics.log'])
      expect(core.askedOf(operation)).toEqual([])
    await window.find('[data-test=theme]')
  })

  test('are reached by Ctrl and comma', async () => {
    const core = new FakeCore({
      ...quietCore(),
      'system.notices': () => [],
      'system.details': () => details,
      'system.checks': () => [],
      'system.dataFolder': () => folder,
      'diagnostics.timings': () => [],
      'diagnostics.log': () => []
    })
    const window = new TestWindow(core, '/tasks')
    await window.find('.frame')
    window.press(',', { ctrlKey: true })
    await window.find('.settings-scroll')
  })
})
