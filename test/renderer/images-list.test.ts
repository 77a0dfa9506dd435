import { describe, expect, test } from 'vitest'
import { AppError } from '@shared/contract/errors'
import { permissionsOf } from '@shared/contract/permissions'
import { until } from './support/until'
import { FakeCore, type Answers } from './support/fake-core'
import { aGuest, anImage, aSession, quietCore } from './support/samples'
import { TestWindow } from './support/window'

async function pageWith(answers: Answers, path = '/images') {
  const core = new FakeCore({ ...quietCore(), ...answers })
  const window = new TestWindow(core, path)
  await window.find('.el-tabs')
  return { core, window }
}

const row = (name: string): string => `tr[data-image="${name}"]`
const names = (): (string | undefined)[] =>
  [...document.querySelectorAll<HTMLElement>('tr[data-image]')].map((each) => each.dataset['image'])

describe('the list of images', () => {
  test('shows what a file is, and how it fared', async () => {
    const { window } = await pageWith({
      'diskImage.search': () => [
        anImage({ id: 'i1', name: 'web-10', tags: ['linux'] }),
        anImage({ id: 'i2', name: 'web-9', created: false, format: '', error: 'it is empty' }),
        anImage({ id: 'i3', name: 'coming', created: false, format: '', progress: 40 }),
        anImage({ id: 'i4', name: 'bare', created: false, format: '' })
      ]
    })
    await window.find(row('web-10'))
    expect(names()).toEqual(['bare', 'coming', 'web-9', 'web-10'])
    const textOf = (name: string) => document.querySelector(row(name))?.textContent
    expect(textOf('web-10')).toMatch(/Complete.*qcow2.*1 MiB.*4 GiB.*linux.*ada/s)
    expect(textOf('web-9')).toMatch(/Not received.*it is empty/s)
    expect(textOf('coming')).toContain('Receiving 40%')
    expect(textOf('bare')).toContain('No file yet')
  })

  test('follows what the core tells', async () => {
    const { core, window } = await pageWith({ 'diskImage.search': () => [anImage({ created: false })] })
    await window.find(`${row('base')} [data-state=noFile]`)
    core.announce({ name: 'disk_image.changed', payload: anImage({ created: false, progress: 7, revision: 2 }) })
    await window.says('Receiving 7%')
    core.announce({ name: 'disk_image.changed', payload: anImage({ revision: 3 }) })
    await window.find(`${row('base')} [data-state=complete]`)
    core.announce({ name: 'disk_image.removed', payload: { id: 'i1' } })
    await window.says('No disk image yet')
  })

  test('keeps the kinds apart', async () => {
    const { window } = await pageWith({
      'diskImage.search': () => [anImage({ name: 'base' })],
      'mediaImage.list': () => [anImage({ id: 'm1', name: 'debian', format: 'iso' })]
    })
    await window.find(row('base'))
    await window.click('#tab-media')
    await window.find(row('debian'))
    expect(names()).toEqual(['debian'])
  })

  test('is cards for those who like them, who find them again, with the keys of the table', async () => {
    const answers: Answers = {
      'diskImage.search': () => [
        anImage({ id: 'i1', name: 'base', tags: ['course'], description: 'for all' }),
        anImage({ id: 'i2', name: 'web', created: false, format: '', error: 'it is empty' })
      ],
      'guest.page': () => ({ result: [aGuest({ from_image: 'i1' })], total: 1, limit: 500, offset: 0 })
    }
    const { window } = await pageWith(answers)
    await window.click('[data-test=view-cards] input')
    const card = await window.find('li[data-image=base]')
    await until('its guest', () => card.textContent.includes('1 guest'))
    expect(card.textContent).toMatch(/Complete.*qcow2, 1 MiB, a disk of 4 GiB.*for all.*course.*ada/s)
    expect(document.querySelector('li[data-image=web]')?.textContent).toMatch(/Not received.*it is empty/s)
    card.click()
    await until('the panel', () => document.querySelector('.panel[aria-label=base]'))
    card.focus()
    window.press('ArrowRight')
    await until('the next', () => document.querySelector('.panel[aria-label=web]'))

    await pageWith(answers)
    await until('the cards again', () => document.querySelectorAll('li[data-image=base]').length === 2)
  })

  test('is filtered by words, and says so when nothing matches', async () => {
    const { window } = await pageWith({
      'diskImage.search': () => [
        anImage({ id: 'i1', name: 'base', tags: ['course'] }),
        anImage({ id: 'i2', name: 'web' })
      ]
    })
    await window.find(row('web'))
    await window.type('input[data-test=filter]', 'COURSE qcow2')
    await until('one row', () => names().length === 1)
    expect(names()).toEqual(['base'])
    await window.type('input[data-test=filter]', 'nothing like it')
    await window.says('No image matches “nothing like it”')
    await window.click('[data-kind=no-result] button')
    await until('all rows', () => names().length === 2)
  })

  test('has one next step while it is empty, for those who may take it', async () => {
    const { window } = await pageWith({}, '/images?kind=media')
    await window.says('No media image yet')
    await window.click('[data-kind=no-data] button')
    await window.find('[data-test=import-form]')
  })

  test('says of everything that the role forbids what is needed', async () => {
    const permissions = [...permissionsOf(['instance'])]
    const { window } = await pageWith({
      'session.current': () => ({ session: aSession({ permissions }) }),
      'diskImage.search': () => [anImage()]
    })
    await window.click(row('base'))
    expect(await window.whyNot('[data-test=download]')).toBe('')
    for (const forbidden of ['import-images', 'sync-images', 'build-image', 'import-file', 'edit', 'delete'])
      expect(await window.whyNot(`[data-test=${forbidden}]`), forbidden).toContain(
        'may not import, build, change and delete disk images'
      )
  })

  test('moves by keys, and the panel with it', async () => {
    const { window } = await pageWith({
      'diskImage.search': () => [anImage({ id: 'i1', name: 'a' }), anImage({ id: 'i2', name: 'b' })]
    })
    ;(await window.find(row('a'))).focus()
    window.press(' ')
    await window.find('.panel[aria-label=a]')
    window.press('ArrowDown')
    await window.find('.panel[aria-label=b]')
    expect(document.activeElement).toBe(await window.find(row('b')))
    window.press('Escape')
    await until('the panel to close', () => !document.querySelector('.panel'))
  })
})

describe('one image beside the list', () => {
  test('says which guests it is needed by', async () => {
    const guests = [aGuest({ name: 'web-2', from_image: 'i1', clone: 'linked' }), aGuest({ id: 'g2', name: 'db-1' })]
    const { core, window } = await pageWith({
      'diskImage.search': () => [anImage()],
      'guest.page': () => ({ result: guests, total: 2, limit: 500, offset: 0 })
    })
    await window.click(row('base'))
    await until('the guest', () => document.querySelector('[data-test=guests]')?.textContent.trim() === 'web-2')
    await window.find('[data-test=guests] a[href="#/guests/g1"]')
    for (const refused of ['import-file', 'delete'])
      expect(await window.whyNot(`[data-test=${refused}]`)).toContain('Image “base” is used by web-2')

    const copied = aGuest({ name: 'web-2', from_image: 'i1', clone: 'full', revision: 2 })
    core.announce({ name: 'guest.changed', payload: copied })
    await until('it may go', async () => (await window.whyNot('[data-test=delete]')) === '')
  })

  test('tells why a file was refused, and that the former one is still there', async () => {
    const { window } = await pageWith({
      'diskImage.search': () => [
        anImage({ id: 'i1', name: 'new', created: false, error: 'it refers to a backing file (a.qcow2)' }),
        anImage({ id: 'i2', name: 'old', error: 'it is encrypted' })
      ]
    })
    await window.click(row('new'))
    const alert = await window.find('.panel [role=alert]')
    expect(alert.textContent).toBe('The last file was not taken:it refers to a backing file (a.qcow2)')
    expect(await window.whyNot('[data-test=download]')).toBe('Image “new” has no file yet. Upload one first.')
    await window.click(row('old'))
    await window.says('the former one is still there')
  })
})

describe('the deletion of an image', () => {
  async function asked(answer: () => unknown) {
    const { core, window } = await pageWith({ 'diskImage.search': () => [anImage()], 'diskImage.remove': answer })
    await window.click(row('base'))
    await window.click('[data-test=delete]')
    await window.says('Delete image “base”?')
    return { core, window }
  }

  test('needs the name, since its file is lost', async () => {
    const { core, window } = await asked(() => ({}))
    await window.type('[data-test=typed-name] input, input[data-test=typed-name]', 'bas')
    await window.submit()
    expect(core.askedOf('diskImage.remove')).toEqual([])
    await window.type('[data-test=typed-name] input, input[data-test=typed-name]', 'base')
    await window.submit()
    await until('the dialog to close', () => !window.text.includes('Delete image “base”?'))
    expect(core.askedOf('diskImage.remove')).toEqual([{ id: 'i1' }])
  })

  test('that is refused names who uses it, and stays open', async () => {
    const { window } = await asked(() => {
      throw new AppError('IMAGE_IN_USE', { name: 'base', guests: ['web-1', 'db-2'] })
    })
    await window.type('[data-test=typed-name] input, input[data-test=typed-name]', 'base')
    await window.submit()
    await window.says('Image “base” is used by web-1, db-2')
    expect(window.text).toContain('Delete image “base”?')
  })
})
