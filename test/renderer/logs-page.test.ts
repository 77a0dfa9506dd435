import { afterEach, describe, expect, test, vi } from 'vitest'
import { AppError } from '@shared/contract/errors'
import type { LogEntry } from '@shared/contract/log'
import { permissionsOf } from '@shared/contract/permissions'
import { timesOf } from '@/features/logs/log-range'
import { csvLine } from '@/text/csv'
import { choose } from './support/choose'
import { until } from './support/until'
import { FakeCore, type Answers } from './support/fake-core'
import { aSession, quietCore, someAccounts } from './support/samples'
import { TestWindow } from './support/window'

const entryAt = (number: number, patch: Partial<LogEntry> = {}): LogEntry => ({
  ...{
    id: `20260102030405${String(number).padStart(3, '0')}`,
    time: '2026-01-02 03:04:05',
    content: `ada(::1) did thing ${number}`
  },
  ...{ user: 'ada', address: '::1', operation: 'guest.create', objects: [], outcome: 'ok' },
  ...patch
})
/** Answers from so many entries, part by part. */
const logOf = (entries: readonly LogEntry[]): Answers => ({
  'log.list': ({ start, limit }: { start: number; limit: number }) => ({
    logs: entries.slice(start, start + limit),
    total: entries.length
  }),
  'user.overview': () => someAccounts()
})
const many = Array.from({ length: 230 }, (_, number) => entryAt(number))

async function pageWith(answers: Answers) {
  const core = new FakeCore({ ...quietCore(), ...answers })
  const window = new TestWindow(core, '/logs')
  await window.find('.filter-bar')
  return { core, window }
}
const lastAsked = (core: FakeCore) => core.askedOf('log.list').at(-1) as Record<string, unknown>
const rows = (): number => document.querySelectorAll('[data-log]').length

afterEach(() => vi.unstubAllGlobals())

describe('the range of the log', () => {
  const now = new Date(2026, 2, 1, 12, 0, 0)
  test.each([
    ['day', '2026-02-28 12:00:00'],
    ['week', '2026-02-22 12:00:00'],
    ['month', '2026-01-30 12:00:00'],
    ['year', '2025-03-01 12:00:00']
  ] as const)('of the last %s begins at %s', (range, after) => expect(timesOf(range, null, now)).toEqual({ after }))
  test('of one’s own is what was chosen', () =>
    expect(timesOf('own', [new Date(2026, 0, 2), new Date(2026, 0, 3, 4, 5, 6)], now)).toEqual({
      after: '2026-01-02 00:00:00',
      before: '2026-01-03 04:05:06'
    }))
})

test('a line of a table keeps quotes, and runs no formula', () =>
  expect(csvLine(['a "b", c', '=1+1', '@x', 'plain'])).toBe('"a ""b"", c","\'=1+1","\'@x","plain"\r\n'))

describe('the page of the log', () => {
  test('lists what was done, page by page', async () => {
    const { core, window } = await pageWith(logOf(many))
    await until('a page', () => rows() === 20)
    await window.says('230 entries')
    expect(lastAsked(core)).toMatchObject({ limit: 20, start: 0, after: expect.stringMatching(/^\d{4}-\d\d-\d\d /) })
    await window.click('.el-pager .number:nth-child(2)')
    await window.says('did thing 20')
    expect(lastAsked(core)).toMatchObject({ start: 20 })
  })

  test('asks for other words and times, and goes back to the first page', async () => {
    const { core, window } = await pageWith(logOf(many))
    await until('a page', () => rows() === 20)
    await window.click('.el-pager .number:nth-child(2)')
    await window.says('did thing 20')
    await window.type('input[data-test=filter]', 'web-1')
    await until('a new question', () => lastAsked(core)['text'] === 'web-1')
    expect(lastAsked(core)).toMatchObject({ start: 0 })
    await choose(window, 'operation', 'Create guest … in compute pool …')
    await until('one of an operation', () => lastAsked(core)['operation'] === 'guest.create')
    const before = lastAsked(core)['after'] as string
    await window.click('[data-test=range] input[value=year]')
    await until('an earlier start', () => (lastAsked(core)['after'] as string) < before)
  })

  test('shows the latest question’s answer, whichever comes last', async () => {
    const answers: (() => void)[] = []
    const { window } = await pageWith({
      ...logOf([]),
      'log.list': ({ text = 'none' }: { text?: string }) =>
        new Promise((resolve) => answers.push(() => resolve({ logs: [entryAt(1, { content: text })], total: 1 })))
    })
    await window.type('input[data-test=filter]', 'late')
    await until('both questions', () => answers.length === 2)
    answers[1]?.()
    await window.says('late')
    answers[0]?.()
    await until('the answers to be read', () => window.text.includes('1 entries'))
    expect((await window.find('[data-log] .wide')).textContent).toBe('late')
  })

  test('shows one entry in full beside the list', async () => {
    const objects = [{ id: 'g1', name: 'web-1' }]
    const { window } = await pageWith(logOf([entryAt(1, { objects, outcome: 'GUEST_RUNNING' })]))
    await window.click('[data-log]')
    const panel = await window.find('.panel')
    expect(panel.textContent).toMatch(/did thing 1.*GUEST_RUNNING.*web-1 g1/s)
  })

  test.each([
    ['en', 'Reboot guest “web-1” by force', 'Add a demo fleet of 1,000 guests: The demo fleet is here already'],
    ['zh-CN', '强制重启虚拟机“web-1”', '添加含 1,000 台虚拟机的演示集群：演示集群已存在']
  ])('says in %s what was wanted, and why it was refused', async (language, done, refused) => {
    localStorage.setItem('nano.preferences', JSON.stringify({ language }))
    const objects = [{ id: 'g1', name: 'web-1' }]
    const { window } = await pageWith(
      logOf([
        entryAt(1, { operation: 'instance.stop', objects, details: { id: 'g1', reboot: true, force: true } }),
        entryAt(2, {
          ...{ operation: 'system.fillDemo', details: { guests: 1000 } },
          ...{ outcome: 'DEMO_PRESENT', error_details: { pool: 'lab' } }
        }),
        entryAt(3, { operation: 'log.create', content: 'moved to rack 2', details: { content: 'moved to rack 2' } }),
        entryAt(4)
      ])
    )
    const lines = (): (string | null)[] => [...document.querySelectorAll('td.wide')].map((cell) => cell.textContent)
    await until('the lines', () => lines().length === 4)
    expect(lines()).toEqual([done, expect.stringContaining(refused), 'moved to rack 2', 'did thing 4'])
    expect(window.text).not.toContain('g1')
  })

  test('says that nothing was found, and lets go of the words', async () => {
    const { core, window } = await pageWith(logOf([]))
    await window.says('Nothing was logged')
    await window.type('input[data-test=filter]', 'web')
    await until('the question', () => lastAsked(core)['text'] === 'web')
    await window.click('[data-kind=no-result] button')
    await until('the question without words', () => !('text' in lastAsked(core)))
  })

  test('says why it cannot be read', async () => {
    const { window } = await pageWith({
      ...logOf([]),
      'log.list': () => {
        throw new AppError('DISK_FULL', { path: '/data' })
      }
    })
    await window.find('[data-kind=error]')
  })
})

describe('entries of the log', () => {
  test('are deleted after a question', async () => {
    const { core, window } = await pageWith({ ...logOf(many.slice(0, 3)), 'log.remove': () => ({}) })
    await window.click('[data-log] .el-checkbox__original')
    await window.says('1 selected')
    await window.click('[data-test=select-page] .el-checkbox__original')
    await window.says('3 selected')
    await window.click('[data-test=delete]')
    await window.says('Delete 3 entries of the log?')
    await window.submit()
    await until('the removal', () => core.askedOf('log.remove').length === 1)
    expect(core.askedOf('log.remove')).toEqual([{ entries: many.slice(0, 3).map(({ id }) => id) }])
  })

  test('are saved as a table, all of them', async () => {
    const chunks: Uint8Array[] = []
    const sink = () => new WritableStream({ write: (chunk: Uint8Array) => void chunks.push(chunk) })
    vi.stubGlobal('showSaveFilePicker', async () => ({ createWritable: async () => sink() }))
    const { core, window } = await pageWith(logOf(many))
    await until('a page', () => rows() === 20)
    await window.click('[data-test=export]')
    await until('all of it', () => chunks.length === 4)
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      new Uint8Array(chunks.flatMap((chunk) => [...chunk]))
    )
    expect(text).toMatch(/^\uFEFF"id","time"/)
    expect(text.trim().split('\r\n')).toHaveLength(many.length + 1)
    expect(core.askedOf('log.list').slice(-3)).toMatchObject([{ start: 0 }, { start: 100 }, { start: 200 }])
  })
})

test('a role without the menu of the log neither sees nor reaches it', async () => {
  const permissions = [...permissionsOf(['instance'])]
  const core = new FakeCore({ ...quietCore(), 'session.current': () => ({ session: aSession({ permissions }) }) })
  const window = new TestWindow(core, '/logs')
  await window.find('[data-kind=not-allowed]')
  expect(document.querySelector('.menu a[href="#/logs"]')).toBeNull()
})
