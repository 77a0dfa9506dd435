import { describe, expect, test } from 'vitest'
import { AppError } from '@shared/contract/errors'
import { until } from './support/until'
import { FakeCore, type Answers } from './support/fake-core'
import { aGuest, anImage, quietCore } from './support/samples'
import { TestWindow } from './support/window'

const withGuests = (guests: readonly ReturnType<typeof aGuest>[]): Answers => ({
  'guest.page': () => ({ result: guests, total: guests.length, limit: 500, offset: 0 })
})
async function pageWith(answers: Answers, path = '/images') {
  const core = new FakeCore({ ...quietCore(), ...answers })
  const window = new TestWindow(core, path)
  await window.find('.el-tabs')
  return { core, window }
}
const isClosed = () => until('the dialog to close', () => !document.querySelector('[data-test=form]'))
const canSubmit = async (window: TestWindow): Promise<boolean> =>
  !((await window.find('[data-test=submit]')) as HTMLButtonElement).disabled

describe('the record of an image', () => {
  const images = [anImage({ tags: ['linux'] }), anImage({ id: 'i2', name: 'other' })]
  async function edited(answer: () => unknown = () => ({})) {
    const { core, window } = await pageWith({ 'diskImage.search': () => images, 'diskImage.modify': answer })
    await window.click('tr[data-image=base]')
    await window.click('[data-test=edit]')
    await window.find('[data-test=form]')
    return { core, window }
  }

  test('is changed, what was not touched included', async () => {
    const { core, window } = await edited()
    await window.type('input[data-test=name]', 'base-12')
    await window.type('textarea[data-test=description]', 'for the course')
    await window.submit()
    await isClosed()
    expect(core.askedOf('diskImage.modify')).toEqual([
      { id: 'i1', name: 'base-12', tags: ['linux'], description: 'for the course' }
    ])
  })

  test('says at once that a name is taken or wrong', async () => {
    const { window } = await edited()
    expect(await canSubmit(window)).toBe(true)
    await window.type('input[data-test=name]', 'other')
    await window.says('There is an image with this name already')
    await window.type('input[data-test=name]', 'a b')
    await window.says('Use letters, digits, dots')
    expect(await canSubmit(window)).toBe(false)
  })

  test('that is refused keeps the form, with the reason', async () => {
    const { window } = await edited(() => {
      throw new AppError('IMAGE_LOCKED', { name: 'base' })
    })
    await window.type('input[data-test=name]', 'base-12')
    await window.submit()
    await window.find('[data-test=form] [role=alert]')
    expect((await window.find('input[data-test=name]')) as HTMLInputElement).toHaveProperty('value', 'base-12')
  })
})

describe('the building of an image', () => {
  test('begins from a guest that another page has named, under a free name', async () => {
    const { core, window } = await pageWith(
      {
        ...withGuests([aGuest()]),
        'diskImage.search': () => [anImage({ name: 'web-1' })],
        'diskImage.build': () => ({})
      },
      '/images?kind=disk&build=g1'
    )
    const name = (await window.find('input[data-test=name]')) as HTMLInputElement
    await until('a proposal', () => name.value === 'web-1-2')
    await window.submit()
    await isClosed()
    expect(core.askedOf('diskImage.build')).toEqual([{ guest: 'g1', name: 'web-1-2', tags: [], description: '' }])
  })

  test.each([
    [aGuest({ running: true }), 'is running'],
    [aGuest({ snapshots: 2 }), 'has 2 snapshots']
  ])('says why a guest cannot be built from', async (guest, why) => {
    const { window } = await pageWith(withGuests([guest]), '/images?kind=disk&build=g1')
    await window.says(why)
    expect(await canSubmit(window)).toBe(false)
  })
})

test('files of the import folder are taken in, and each that stays says why', async () => {
  const { core, window } = await pageWith(
    {
      'mediaImage.sync': () => ({ added: ['debian-12'], refused: [{ file: 'notes.txt', reason: 'it is no image' }] })
    },
    '/images?kind=media'
  )
  await window.click('[data-test=sync-images]')
  await window.says('images/media/import')
  await window.click('[data-test=look]')
  await window.says('“debian-12” was taken in')
  await window.says('“notes.txt” stays where it is: it is no image')
  expect(core.askedOf('mediaImage.sync')).toEqual([{}])
})
