import { describe, expect, it } from 'vitest'
import { permissionsOf } from '@shared/contract/permissions'
import { firstTemplates } from '@shared/rules/system-versions'
import { choose } from './support/choose'
import { FakeCore, type Answers } from './support/fake-core'
import { pagesOf } from './support/guest-window'
import { aGuest, aSession, quietCore } from './support/samples'
import { until } from './support/until'
import { TestWindow } from './support/window'

const time = { created_time: '2026-01-02 03:04:05', modified_time: '2026-01-02 03:04:05' }
const mine = { id: 'mine', ...firstTemplates.win2012, name: 'Mine', ...time }
const general = { id: 'general', ...firstTemplates.general, ...time }

async function pageWith(answers: Answers = {}) {
  const core = new FakeCore({
    ...quietCore(),
    ...pagesOf([aGuest({ id: 'g1', template: 'mine' }), aGuest({ id: 'g2', template: 'mine' })]),
    'template.list': () => [general, mine],
    'template.get': ({ id }: { id: string }) => (id === 'mine' ? mine : general),
    ...answers
  })
  const window = new TestWindow(core, '/templates')
  await window.find('[data-template=mine]')
  return { core, window }
}
const textOf = (selector: string) => document.querySelector(selector)?.textContent

describe('system templates', () => {
  it('are listed with how many guests are made of each, and one is shown with its devices', async () => {
    const { core, window } = await pageWith()
    await until('its guests', () => /Mine.*Windows.*2/s.test(textOf('[data-template=mine]') ?? ''))
    await window.click('[data-template=mine]')
    await until('its devices', () =>
      /SATA.*Intel e1000.*VGA.*VNC.*USB 3.*USB tablet/s.test(textOf('[data-test=devices]') ?? '')
    )
    core.announce({ name: 'template.changed', payload: { ...mine, name: 'Ours' } })
    await until('its new name', () => textOf('[data-template=mine]')?.includes('Ours'))
    core.announce({ name: 'template.removed', payload: { id: 'mine' } })
    await until('it to go', () => !document.querySelector('[data-template=mine]'))
  })

  it('are made of what the contract offers, once the name can be right', async () => {
    const { core, window } = await pageWith({ 'template.create': () => ({ id: 'new' }) })
    await window.click('[data-test=create-template]')
    await window.type('input[data-test=name]', 'Mine')
    await window.says('This name is taken')
    await window.type('input[data-test=name]', 'Old BSD')
    await choose(window, 'control', 'SPICE')
    await window.says('no guest can be made of it')
    await choose(window, 'control', 'VNC')
    await choose(window, 'disk', 'IDE, for old systems')
    await choose(window, 'tablet', 'Mouse')
    await window.click('[data-test=submit]')
    await until('the order', () => core.askedOf('template.create').length)
    expect(core.askedOf('template.create')).toEqual([
      { ...firstTemplates.centos7, name: 'Old BSD', disk: 'ide', tablet: '' }
    ])
  })

  it('are changed and deleted, which says what becomes of their guests', async () => {
    const { core, window } = await pageWith({ 'template.modify': () => ({}), 'template.remove': () => ({}) })
    await window.click('[data-template=mine]')
    await window.click('.panel [data-test=edit]:not(:disabled)')
    await window.says('Guests that exist keep their devices')
    expect((await window.find('[data-test=submit]')).hasAttribute('disabled')).toBe(true)
    await choose(window, 'network', 'virtio')
    await window.click('[data-test=submit]')
    await until('the change', () => core.askedOf('template.modify').length)
    expect(core.askedOf('template.modify')).toMatchObject([{ id: 'mine', name: 'Mine', network: 'virtio' }])

    await window.click('.panel [data-test=remove]')
    await window.says('The 2 guests that were made of it keep their devices')
    await window.click('[data-test=confirm]')
    await until('the deletion', () => core.askedOf('template.remove').length)
  })

  it('are only looked at by a role that may not change them', async () => {
    const session = aSession({ permissions: [...permissionsOf(['instance'])] })
    const { window } = await pageWith({ 'session.current': () => ({ session }) })
    expect(await window.whyNot('[data-test=create-template]')).toContain('change system templates')
  })

  it('of which there are none are made by the one button of the page', async () => {
    const core = new FakeCore(quietCore())
    const window = new TestWindow(core, '/templates')
    await window.click('.state-view [data-test=create-template]')
    await window.find('[data-test=form]')
    expect(document.querySelectorAll('[data-test=create-template]')).toHaveLength(1)
  })
})
