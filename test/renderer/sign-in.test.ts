import { describe, expect, it } from 'vitest'
import { AppError } from '@shared/contract/errors'
import { menus, permissionsOf } from '@shared/contract/permissions'
import { FakeCore } from './support/fake-core'
import { aGuest, aSession, quietCore } from './support/samples'
import { TestWindow } from './support/window'

const signedOut = () => ({ ...quietCore(), 'session.current': () => ({ session: null }) })

describe('signing in', () => {
  it('shows the application to who signs in', async () => {
    const core = new FakeCore({ ...signedOut(), 'session.create': () => aSession() })
    const window = new TestWindow(core)
    await window.type('[name=user]', 'ada')
    await window.type('[name=password]', 'Analytical1')

    await window.submit()

    await window.find('.frame')
    expect(core.askedOf('session.create')).toEqual([{ user: 'ada', password: 'Analytical1' }])
  })

  it('is there in Chinese for who asks for it, and stays so', async () => {
    const window = new TestWindow(new FakeCore(signedOut()))
    await window.says('Sign in')
    await window.click('[data-test=language] input[value=zh-CN]')
    await window.says('登录')
    expect(JSON.parse(localStorage.getItem('nano.preferences') ?? '{}')).toMatchObject({ language: 'zh-CN' })
  })

  it('says why it was refused, and keeps what was typed', async () => {
    const core = new FakeCore({
      ...signedOut(),
      'session.create': () => {
        throw new AppError('SIGN_IN_REFUSED', {})
      }
    })
    const window = new TestWindow(core)
    await window.type('[name=user]', 'ada')
    await window.type('[name=password]', 'wrong')

    await window.submit()

    await window.says('The user name or the password is wrong')
    expect(await window.find('[name=user]')).toHaveProperty('value', 'ada')
  })

  it('is not asked of somebody whose session goes on', async () => {
    const window = new TestWindow(new FakeCore(quietCore()))

    await window.find('.frame')
    expect(window.text).toContain('ada')
  })

  it('is asked again when the session has ended, and forgets what was on the screen', async () => {
    const core = new FakeCore({
      ...quietCore(),
      'guest.page': () => ({ result: [aGuest()], total: 1, limit: 500, offset: 0 })
    })
    const window = new TestWindow(core, '/tasks')
    await window.find('.frame')

    core.answers['session.current'] = () => ({ session: null })
    core.setConnected(true)

    await window.find('.sign-in')
    await window.says('Your session has ended')
    expect(window.text).not.toContain('web-1')
  })

  it('says nothing of an end to who has signed out', async () => {
    const window = new TestWindow(new FakeCore(quietCore()), '/tasks')
    await window.click('.user')
    await window.click('[data-test=sign-out]')

    await window.find('.sign-in')
    expect(window.text).not.toContain('Your session has ended')
  })

  it('tries again when the core could not be asked', async () => {
    const core = new FakeCore({
      ...quietCore(),
      'system.get': () => {
        throw new AppError('NOT_CONNECTED', {})
      }
    })
    const window = new TestWindow(core)
    await window.says('Nano Desktop does not answer')

    core.answers['system.get'] = quietCore()['system.get']!
    core.setConnected(true)

    await window.find('.frame')
  })
})

describe('a role', () => {
  it('decides which pages are in the menu', async () => {
    const permissions = [...permissionsOf(['image'])]
    const core = new FakeCore({ ...quietCore(), 'session.current': () => ({ session: aSession({ permissions }) }) })
    const window = new TestWindow(core, '/tasks')

    await window.find('.frame')

    expect(document.querySelector('.menu a[href="#/cells"]')).toBeNull()
    expect(core.askedOf('guest.page')).toEqual([])
  })

  it('without a page says what it may not', async () => {
    const permissions = [...permissionsOf(menus.filter((menu) => menu === 'image'))]
    const core = new FakeCore({ ...quietCore(), 'session.current': () => ({ session: aSession({ permissions }) }) })
    const window = new TestWindow(core, '/cells')

    await window.says('It needs a role that may see compute pools and cells.')
  })
})
