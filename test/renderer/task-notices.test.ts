import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeCore } from './support/fake-core'
import { aTask, quietCore } from './support/samples'
import { until } from './support/until'
import { TestWindow } from './support/window'

/** A FAKE of the system's notifications, which no test can see. */
class FakeNotification {
  static permission = 'granted'
  static shown: FakeNotification[] = []
  onclick: (() => void) | null = null
  readonly title: string
  readonly options: { readonly body: string; readonly tag: string }
  constructor(title: string, options: { readonly body: string; readonly tag: string }) {
    this.title = title
    this.options = options
    FakeNotification.shown.push(this)
  }
}

describe('news of tasks', () => {
  let core: FakeCore
  beforeEach(async () => {
    FakeNotification.shown = []
    FakeNotification.permission = 'granted'
    vi.stubGlobal('Notification', FakeNotification)
    vi.spyOn(document, 'hasFocus').mockReturnValue(false)
    core = new FakeCore(quietCore())
    await new TestWindow(core, '/guests').find('.frame')
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })
  const end = (more: Parameters<typeof aTask>[0]): void =>
    core.announce({ name: 'task.changed', payload: aTask({ state: 'done', revision: 2, ...more }) })

  it('come while the window is behind others, and lead to the tasks', async () => {
    end({})
    expect(FakeNotification.shown).toMatchObject([
      { title: 'Create guest: Done', options: { body: 'web-1', tag: 't1' } }
    ])
    FakeNotification.shown[0]?.onclick?.()
    await until('the page', () => location.hash === '#/tasks')
  })

  it('say why a task has failed', () => {
    end({ state: 'failed', error: 'No space left' })
    expect(FakeNotification.shown).toMatchObject([{ options: { body: 'web-1\nNo space left' } }])
  })

  it.each([
    ['a task that runs', { state: 'running' } as const],
    ['a task that was cancelled by hand', { state: 'cancelled' } as const],
    ["somebody else's task", { user: 'eve' }]
  ])('do not come of %s', (_what, more) => {
    end(more)
    expect(FakeNotification.shown).toEqual([])
  })

  it('do not come to somebody who looks on', () => {
    vi.mocked(document.hasFocus).mockReturnValue(true)
    end({})
    expect(FakeNotification.shown).toEqual([])
  })

  it('do not come where the person has not allowed them', () => {
    FakeNotification.permission = 'default'
    end({})
    expect(FakeNotification.shown).toEqual([])
  })
})
