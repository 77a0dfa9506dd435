import { describe, expect, it } from 'vitest'
import { AppError } from '@shared/contract/errors'
import { until } from './support/until'
import { FakeCore, type Answers } from './support/fake-core'
import { aSession, checks, quietCore } from './support/samples'
import { TestWindow } from './support/window'

/** A core without users until somebody makes the first. */
function newCore(answers: Answers = {}): FakeCore {
  let ready = false
  return new FakeCore({
    ...quietCore(),
    'system.get': () => ({ ready, version: '1', max_cores: 8, max_memory: 32, max_disk: 64 }),
    'system.checks': () => checks,
    'system.init': () => ((ready = true), {}),
    'session.create': ({ user }: { user: string }) => aSession({ user }),
    'system.fillDemo': () => ({}),
    ...answers
  })
}

async function fillAccount(window: TestWindow, password = 'Analytical1', repeat = password): Promise<void> {
  await window.click('[data-test=continue]')
  await window.type('[name=user]', 'ada')
  await window.type('[name=password]', password)
  await window.type('[name=repeat]', repeat)
}

describe('the first run', () => {
  it('checks the computer and shows how to mend it', async () => {
    const window = new TestWindow(newCore())

    await window.says('Hardware virtualisation is there, but your account may not use it')
    expect(window.text).toContain('permission denied: /dev/kvm')
    expect(window.text).toContain('sudo usermod -aG kvm "$USER"')
    expect(window.text).toContain('Only 1 GiB of 8 GiB free')
    expect(window.text).toContain('1 fine, 1 to fix, 1 to know')
    expect(window.text).toContain('Needs the red line fixed first')
  })

  it('looks anew when asked to check again', async () => {
    const core = newCore()
    const window = new TestWindow(core)
    await window.says('permission denied')
    core.answers['system.checks'] = () => [{ ...checks[0], state: 'fine', code: 'accelerated', command: '' }]

    await window.click('[data-test=check-again]')

    await window.says('Hardware virtualisation works')
    expect(core.askedOf('system.checks')).toEqual([{ again: false }, { again: true }])
  })

  it('says honestly that hosts over SSH cannot be added yet', async () => {
    const window = new TestWindow(newCore())

    expect(await window.find('[data-test=door-ssh]')).toHaveProperty('disabled', true)
    await window.says('Not in this version yet')
  })

  it('makes the first administrator, signs in and ends on the guests', async () => {
    const core = newCore()
    const window = new TestWindow(core)
    await fillAccount(window)

    await window.submit()

    await window.find('.frame')
    expect(core.askedOf('system.init')).toEqual([{ user: 'ada', password: 'Analytical1' }])
    expect(core.askedOf('system.fillDemo')).toEqual([])
    await until('the guests', () => location.hash === '#/guests')
  })

  it('offers to sign in by itself from now on where the computer can keep that safe', async () => {
    const core = newCore({ 'session.automatic': () => ({ reason: '', user: '' }), 'session.setAutomatic': () => ({}) })
    const window = new TestWindow(core)
    await fillAccount(window)
    await window.click('[data-test=automatic] input')
    await window.submit()
    await window.find('.frame')
    expect(core.askedOf('session.setAutomatic')).toEqual([{ enabled: true }])
  })

  it('makes no such offer where it cannot', async () => {
    const core = newCore({ 'session.automatic': () => ({ reason: 'no_desktop', user: '' }) })
    const window = new TestWindow(core)
    await fillAccount(window)
    await until('the answer', () => core.askedOf('session.automatic').length === 1)
    expect(document.querySelector('[data-test=automatic]')).toBeNull()
  })

  it('orders the demo fleet behind its door', async () => {
    const core = newCore()
    const window = new TestWindow(core)
    await window.click('[data-test=door-demo]')
    await fillAccount(window)

    await window.submit()

    await window.find('.frame')
    expect(core.askedOf('system.fillDemo')).toHaveLength(1)
  })

  it('takes a demo fleet that is there already for the one that was wanted', async () => {
    const core = newCore({
      'system.fillDemo': () => {
        throw new AppError('DEMO_PRESENT', { pool: 'lab' })
      }
    })
    const window = new TestWindow(core)
    await window.click('[data-test=door-demo]')
    await fillAccount(window)

    await window.submit()

    await window.find('.frame')
  })

  it('asks nothing of the core while the account is not right', async () => {
    const core = newCore()
    const window = new TestWindow(core)
    await fillAccount(window, 'short', 'other')

    await window.submit()

    await window.says('Use at least 8 characters')
    await window.says('The two passwords are different')
    expect(core.askedOf('system.init')).toEqual([])
  })

  it('can be finished after the demo fleet failed', async () => {
    const core = newCore({
      'system.fillDemo': () => {
        throw new AppError('DISK_FULL', { path: '/data' })
      }
    })
    const window = new TestWindow(core)
    await window.click('[data-test=door-demo]')
    await fillAccount(window)
    await window.submit()
    await window.says('The disk is full; nothing was changed (/data)')

    core.answers['system.fillDemo'] = () => ({})
    await window.submit()

    await window.find('.frame')
    expect(core.askedOf('system.init')).toHaveLength(1)
  })
})
