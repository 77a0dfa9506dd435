import { describe, expect, test } from 'vitest'
import { AppError } from '@shared/contract/errors'
import { menus, permissionsOf, type Menu } from '@shared/contract/permissions'
import { until } from './support/until'
import { FakeCore, type Answers } from './support/fake-core'
import { aSession, quietCore, someAccounts } from './support/samples'
import { TestWindow } from './support/window'

async function pageWith(answers: Answers = {}, path = '/users') {
  const core = new FakeCore({ ...quietCore(), 'user.overview': () => someAccounts(), ...answers })
  const window = new TestWindow(core, path)
  await window.find('.el-tabs')
  return { core, window }
}
const asked = (core: FakeCore, operation: string) =>
  until(`a call of ${operation}`, () => core.askedOf(operation).length > 0 && core.askedOf(operation))
const signedInWith = (menu: readonly Menu[]): Answers => ({
  'session.current': () => ({ session: aSession({ menu: [...menu], permissions: [...permissionsOf(menu)] }) })
})
const isClosed = () => until('the dialog to close', () => !document.querySelector('[data-test=form]'))
const good = 'Analytical1'

/** Chooses an option of a select by its words. */
async function choose(window: TestWindow, select: string, text: string): Promise<void> {
  await window.click(`${select} .el-select__wrapper`)
  const option = await until(`the option ${text}`, () =>
    [...document.querySelectorAll<HTMLElement>('.el-select-dropdown__item')].find((each) => each.textContent === text)
  )
  option.click()
}

describe('the users', () => {
  test('are listed, and say who manages users and who cannot sign in', async () => {
    const { window } = await pageWith()
    expect((await window.find('[data-user=ada]')).textContent).toMatch(
      /Ada.*ada@example.org.*admin.*you.*administrator/
    )
    expect((await window.find('[data-user=ivo]')).textContent).toContain('No group')
    await window.type('input[data-test=filter]', 'course')
    await until('one row', () => document.querySelectorAll('[data-user]').length === 1)
  })

  test('follow what others change', async () => {
    const { core, window } = await pageWith()
    await window.find('[data-user=ada]')
    const [ada, ...others] = someAccounts().users
    const changed = { ...someAccounts(), users: [{ ...ada!, nick: 'Countess' }, ...others], revision: 2 }
    core.announce({ name: 'accounts.changed', payload: changed })
    await window.says('Countess')
    core.announce({ name: 'accounts.changed', payload: someAccounts() })
    await window.says('Countess')
  })

  test('are made with a group, and go on where a refusal has cut that off', async () => {
    let refusals = 1
    const { core, window } = await pageWith({
      'user.create': () => ({}),
      'userGroup.addMember': () => {
        if (refusals-- > 0) throw new AppError('GROUP_NOT_FOUND', { group: 'course' })
        return {}
      }
    })
    await window.find('[data-user=ada]')
    await window.click('[data-test=make]')
    await window.type('input[name=user]', 'eve')
    await window.says('There is “eve” already')
    await window.type('input[name=user]', 'mary')
    await window.type('input[name=mail]', 'nowhere')
    await window.says('This is no mail address')
    await window.type('input[name=mail]', '')
    await window.type('input[name=password]', 'short')
    await window.says('Use at least 8 characters')
    await window.type('input[name=password]', good)
    await window.type('input[name=repeat]', good)
    await choose(window, '[data-test=group]', 'Course')
    await window.submit()
    await window.says('There is no user group “course”')
    await window.submit()
    await isClosed()
    expect(core.askedOf('user.create')).toEqual([{ user: 'mary', nick: '', mail: '', password: good }])
    expect(core.askedOf('userGroup.addMember')).toHaveLength(2)
  })

  test('are changed, and moved to another group', async () => {
    const answers = {
      'user.modify': () => ({}),
      'userGroup.removeMember': () => ({}),
      'userGroup.addMember': () => ({})
    }
    const { core, window } = await pageWith(answers)
    await window.click('[data-user=eve]')
    await window.click('.panel [data-test=edit]')
    await window.type('input[name=nick]', 'Eve')
    await choose(window, '[data-test=group]', 'Administrators')
    await window.submit()
    await isClosed()
    expect(core.askedOf('user.modify')).toEqual([{ user: 'eve', nick: 'Eve', mail: '' }])
    expect(core.askedOf('userGroup.removeMember')).toEqual([{ group: 'course', user: 'eve' }])
    expect(core.askedOf('userGroup.addMember')).toEqual([{ group: 'admin', user: 'eve' }])
  })

  test('get a new password from those who manage them', async () => {
    const { core, window } = await pageWith({ 'user.resetPassword': () => ({}) })
    await window.click('[data-user=eve]')
    await window.click('.panel [data-test=password]')
    await window.type('input[name=password]', good)
    await window.type('input[name=repeat]', 'Other1234')
    await window.says('The two passwords are different')
    await window.type('input[name=repeat]', good)
    await window.submit()
    await isClosed()
    expect(core.askedOf('user.resetPassword')).toEqual([{ user: 'eve', password: good }])
  })

  test('are deleted, but for the last one who can manage users, which the button says', async () => {
    const { core, window } = await pageWith({ 'user.remove': () => ({}) })
    await window.click('[data-user=ada]')
    expect(await window.whyNot('.panel [data-test=delete]')).toContain('the last one who can manage users')
    await window.click('[data-user=eve]')
    await window.find('.panel[aria-label=eve]')
    await window.click('.panel [data-test=delete]')
    await window.says('Delete user “eve”?')
    await window.submit()
    expect(await asked(core, 'user.remove')).toEqual([{ user: 'eve' }])
  })

  test('stay when the core refuses to delete one, with its reason', async () => {
    const { window } = await pageWith({
      'user.remove': () => {
        throw new AppError('LAST_ADMINISTRATOR', { user: 'eve' })
      }
    })
    await window.click('[data-user=eve]')
    await window.click('.panel [data-test=delete]')
    await window.submit()
    await window.find('.confirm [role=alert]')
  })
})

describe('the groups', () => {
  test('take in who is in none, and let go of members, but for the last administrator', async () => {
    const { core, window } = await pageWith(
      { 'userGroup.addMember': () => ({}), 'userGroup.removeMember': () => ({}) },
      '/users?tab=groups'
    )
    await window.click('[data-group=course]')
    expect(await window.whyNot('[data-test=add-members]')).toBe('Choose somebody first')
    await choose(window, '[data-test=candidates]', 'ivo')
    await until('the button', () => !document.querySelector<HTMLButtonElement>('[data-test=add-members]')?.disabled)
    await window.click('[data-test=add-members]')
    expect(await asked(core, 'userGroup.addMember')).toEqual([{ group: 'course', user: 'ivo' }])
    await until('an idle panel', () => !document.querySelector<HTMLButtonElement>('[data-member=eve] button')?.disabled)
    await window.click('[data-member=eve] button')
    expect(await asked(core, 'userGroup.removeMember')).toEqual([{ group: 'course', user: 'eve' }])
    await window.click('[data-group=admin]')
    expect(await window.whyNot('[data-member=ada] button')).toContain('the last one who can manage users')
  })

  test('say why one cannot be deleted', async () => {
    const { window } = await pageWith({}, '/users?tab=groups')
    await window.click('[data-group=course]')
    expect(await window.whyNot('.panel [data-test=delete]')).toContain('still has 1 member')
    await window.click('[data-group=empty]')
    await window.find('.panel[aria-label=empty]')
    expect(await window.whyNot('.panel [data-test=delete]')).toBe('')
  })

  test('are made with roles', async () => {
    const { core, window } = await pageWith({ 'userGroup.create': () => ({}) }, '/users?tab=groups')
    await window.find('[data-group=course]')
    await window.click('[data-test=make]')
    await window.type('input[name=group]', 'night')
    await choose(window, '[data-test=roles]', 'operator')
    await window.submit()
    await isClosed()
    expect(core.askedOf('userGroup.create')).toEqual([{ group: 'night', display: '', role: ['operator'] }])
  })
})

describe('the roles', () => {
  test('are a matrix of what each menu permits and who has it', async () => {
    const { window } = await pageWith({}, '/users?tab=roles')
    const cells = [...(await window.find('[data-menu=instance]')).querySelectorAll('td')].map(
      (cell) => cell.textContent
    )
    expect(cells[0]).toContain('create, change and delete guests')
    expect(cells.slice(1)).toEqual(['Granted', 'Not granted', 'Granted'])
    expect(document.querySelectorAll('[data-menu]')).toHaveLength(menus.length)
  })

  test('are changed by ticking menus, but never so that nobody manages users', async () => {
    const { core, window } = await pageWith({ 'role.modify': () => ({}) }, '/users?tab=roles')
    await window.click('[data-role=super]')
    await window.click('.panel [data-test=edit]')
    const user = (await window.find('[data-test=menu-user] input')) as HTMLInputElement
    user.click()
    await window.says('the last one who can manage users')
    expect(((await window.find('[data-test=submit]')) as HTMLButtonElement).disabled).toBe(true)
    user.click()
    ;((await window.find('[data-test=menu-log] input')) as HTMLInputElement).click()
    await until('leave', () => !document.querySelector<HTMLButtonElement>('[data-test=submit]')?.disabled)
    await window.submit()
    await isClosed()
    expect(core.askedOf('role.modify')).toEqual([{ role: 'super', menu: menus.filter((menu) => menu !== 'log') }])
  })

  test('say which groups keep one from being deleted', async () => {
    const { window } = await pageWith({}, '/users?tab=roles')
    await window.click('[data-role=operator]')
    expect(await window.whyNot('.panel [data-test=delete]')).toContain('course')
  })
})

describe('who is signed in', () => {
  test('is listed, and asked for again by a press', async () => {
    const entry = {
      id: 'x',
      user: 'eve',
      group: 'course',
      address: '127.0.0.1',
      start_time: '2026-01-02 03:04:05',
      own: false
    }
    let all = [entry]
    const { window } = await pageWith({ 'session.list': () => all }, '/users?tab=sessions')
    expect((await window.find('[data-test=session]')).textContent).toMatch(/eve.*course.*127.0.0.1/)
    all = []
    await window.click('[data-test=refresh]')
    await until('an empty list', () => !document.querySelector('[data-test=session]'))
  })
})

describe('a sign-in', () => {
  const entry = { id: 'x', user: 'eve', group: 'course', address: '', start_time: '2026-01-02 03:04:05', own: false }

  test('of somebody else is ended after a question, one’s own is only marked', async () => {
    let all = [entry, { ...entry, id: 'y', user: 'ada', own: true }]
    const { core, window } = await pageWith(
      {
        'session.list': () => all,
        'session.end': ({ id }: { id: string }) => {
          all = all.filter((each) => each.id !== id)
          return {}
        }
      },
      '/users?tab=sessions'
    )
    await window.says('This is you')
    expect(document.querySelectorAll('[data-test=end-session]')).toHaveLength(1)
    await window.click('[data-test=end-session]')
    await window.says('Sign “eve” out?')
    await window.click('[data-test=safe]')
    expect(core.askedOf('session.end')).toEqual([])
    await window.click('[data-test=end-session]')
    await window.submit()
    await until('its end', () => !document.querySelector('[data-test=end-session]'))
    expect(core.askedOf('session.end')).toEqual([{ id: 'x' }])
  })
})

describe('what a group shares', () => {
  const visibility = { instance_visible: false, disk_image_visible: true, media_image_visible: false }

  test('is chosen by switches that apply at once', async () => {
    const { core, window } = await pageWith(
      { 'visibility.get': () => visibility, 'visibility.modify': () => ({}) },
      '/users?tab=visibility'
    )
    await window.click('[data-test=instance_visible]')
    await until('the switch', () => document.querySelector('[data-test=instance_visible].is-checked'))
    expect(core.askedOf('visibility.modify')).toEqual([{ instance_visible: true }])
  })

  test('is only shown to who may not choose it, with the reason', async () => {
    const { window } = await pageWith(
      { ...signedInWith(['user']), 'visibility.get': () => visibility },
      '/users?tab=visibility'
    )
    await window.says('may not choose what their group shares')
    expect((await window.find('[data-test=instance_visible]')).classList).toContain('is-disabled')
  })
})

describe('a role without the menu of users', () => {
  test('neither sees nor reaches the page', async () => {
    const core = new FakeCore({ ...quietCore(), ...signedInWith(['instance']) })
    const window = new TestWindow(core, '/users')
    await window.find('[data-kind=not-allowed]')
    expect(document.querySelector('.menu a[href="#/users"]')).toBeNull()
    expect(core.askedOf('user.overview')).toEqual([])
  })

  test('reaches what its group shares, and nothing else, with the menu for that', async () => {
    const visibility = { instance_visible: false, disk_image_visible: true, media_image_visible: false }
    const { core, window } = await pageWith({ ...signedInWith(['visibility']), 'visibility.get': () => visibility })
    await window.find('[data-test=instance_visible]')
    expect(document.querySelectorAll('[role=tab]')).toHaveLength(1)
    expect(core.askedOf('user.overview')).toEqual([])
  })
})

test('everybody changes their own password, which needs the present one', async () => {
  let refusals = 1
  const { core, window } = await pageWith({
    'user.setPassword': () => {
      if (refusals-- > 0) throw new AppError('PASSWORD_WRONG', {})
      return {}
    }
  })
  await window.click('.user')
  await window.click('[data-test=own-password]')
  await window.type('input[name=old]', 'Forgotten1')
  await window.type('input[name=password]', good)
  await window.type('input[name=repeat]', good)
  await window.submit()
  await window.says('The user or the old password is wrong')
  await window.type('input[name=old]', 'Remembered1')
  await window.submit()
  await isClosed()
  expect(core.askedOf('user.setPassword').at(-1)).toEqual({ user: 'ada', old: 'Remembered1', new: good })
})
