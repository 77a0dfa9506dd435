import { describe, expect, test } from 'vitest'
import { AppError } from '@shared/contract/errors'
import { freeName, kindOf, nameAfter, unlikeItsName } from '@/features/images/import-form'
import { until } from './support/until'
import { FakeCore, type Answers } from './support/fake-core'
import { anImage, quietCore } from './support/samples'
import { TestWindow } from './support/window'

/** The bytes of the smallest thing with the name of an ISO 9660 image in it. */
const iso = (): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(33 * 1024)
  bytes.set(new TextEncoder().encode('CD001'), 16 * 2048 + 1)
  return bytes
}
const disk = new File(['disk'], 'Debian 12 (x86).qcow2')

describe('what a file tells about its image', () => {
  test.each([
    ['Debian 12 (x86).qcow2', 'Debian-12-x86'],
    ['win2019.IMG', 'win2019'],
    ['.hidden.iso', 'hidden'],
    ['course.v2.tar', 'course.v2.tar'],
    ['系统.iso', 'image'],
    [`${'a'.repeat(100)}.raw`, 'a'.repeat(64)]
  ])('%s gives the name %s', (file, name) => expect(nameAfter(file)).toBe(name))

  test('a name that is taken gets a number, and stays short enough', () => {
    const taken = new Set(['base', 'base-2', 'a'.repeat(64)])
    const isTaken = (name: string): boolean => taken.has(name)
    expect(freeName('other', isTaken)).toBe('other')
    expect(freeName('base', isTaken)).toBe('base-3')
    expect(freeName('a'.repeat(64), isTaken)).toBe(`${'a'.repeat(62)}-2`)
  })

  test('its content decides what it is, whatever its ending', async () => {
    expect(await kindOf(new File([iso()], 'netinst.img'))).toBe('media')
    expect(await kindOf(new File(['disk'], 'disk.iso'))).toBe('disk')
  })

  test.each([
    ['junk.qcow2', ['junk'], 'qcow2'],
    ['junk.ISO', ['junk'], 'iso'],
    ['base.qcow2', [new Uint8Array([0x51, 0x46, 0x49, 0xfb])], undefined],
    ['netinst.iso', [iso()], undefined],
    ['disk.img', ['disk'], undefined]
  ])('%s is told apart from what its name promises', async (name, content, unlike) =>
    expect(await unlikeItsName(new File(content, name))).toBe(unlike)
  )
})

let lastId = 0
const core = (answers: Answers = {}): FakeCore =>
  new FakeCore({
    ...quietCore(),
    'diskImage.create': () => ({ id: `i${++lastId}` }),
    'mediaImage.create': () => ({ id: `m${++lastId}` }),
    'diskImage.upload': () => ({ ticket: 'disk-ticket' }),
    'mediaImage.upload': () => ({ ticket: 'media-ticket' }),
    ...answers
  })

/** Drops files on the window, which opens the form. */
async function dropped(core: FakeCore, files: readonly File[]) {
  const window = new TestWindow(core, '/images')
  await window.find('[data-kind=no-data], tr[data-image]')
  const event = Object.assign(new Event('drop', { cancelable: true }), { dataTransfer: { files, types: ['Files'] } })
  globalThis.window.dispatchEvent(event)
  await until('the rows', () => rows().length === files.length)
  return { core, window, event }
}
const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-test=import-row]')]
const nameIn = (row: HTMLElement): HTMLInputElement => row.querySelector<HTMLInputElement>('input:not([type=radio])')!
const type = (input: HTMLInputElement, text: string): void => {
  input.value = text
  input.dispatchEvent(new Event('input', { bubbles: true }))
}
const canSubmit = (): boolean => !document.querySelector<HTMLButtonElement>('[data-test=import]')!.disabled

describe('the import form', () => {
  test('makes images of dropped files, and sends each to its kind', async () => {
    const { core: asked, window, event } = await dropped(core(), [disk, new File([iso()], 'netinst.iso')])
    expect(event.defaultPrevented).toBe(true)
    expect(rows().map((row) => nameIn(row).value)).toEqual(['Debian-12-x86', 'netinst'])
    await window.says('“Debian 12 (x86).qcow2” is no qcow2 inside')
    const description = await window.find('[data-test=import-form] textarea')
    type(description as HTMLInputElement, 'for the course')
    await window.submit()
    await until('both uploads', () => asked.channels.length === 2)
    const shared = { tags: [], description: 'for the course' }
    expect(asked.askedOf('diskImage.create')).toEqual([{ name: 'Debian-12-x86', ...shared }])
    expect(asked.askedOf('mediaImage.create')).toEqual([{ name: 'netinst', ...shared }])
    expect(asked.askedOf('diskImage.upload')).toEqual([{ id: expect.stringMatching(/^i/), size: disk.size }])
    expect(asked.channels.map(({ ticket }) => ticket)).toEqual(['disk-ticket', 'media-ticket'])
    await until('the form to close', () => rows().length === 0)
  })

  test('finds a free name, and says at once when one is taken or wrong', async () => {
    const taken = { 'diskImage.search': () => [anImage({ name: 'base' })] }
    await dropped(core(taken), [new File(['disk'], 'base.img'), disk])
    const [first, second] = rows() as [HTMLElement, HTMLElement]
    expect(nameIn(first).value).toBe('base-2')
    expect(canSubmit()).toBe(true)
    type(nameIn(second), 'base')
    await until('the words', () => second.textContent.includes('There is an image with this name already'))
    expect(canSubmit()).toBe(false)
    type(nameIn(second), 'two words')
    await until('the words', () => second.textContent.includes('Use letters, digits, dots'))
    expect(canSubmit()).toBe(false)
  })

  test('keeps what the core refuses, with the reason, and lets go of the rest', async () => {
    const refusing = core({
      'diskImage.create': ({ name }: { name: string }) => {
        if (name === 'b') throw new AppError('IMAGE_NAME_TAKEN', { name, group: 'admin' })
        return { id: name }
      }
    })
    const { window } = await dropped(refusing, [new File(['1'], 'a.img'), new File(['2'], 'b.img')])
    await window.submit()
    await window.says('Group “admin” has an image called “b” already')
    expect(rows().map((row) => nameIn(row).value)).toEqual(['b'])
    await until('the first upload', () => refusing.channels.length === 1)
    type(nameIn(rows()[0]!), 'c')
    await window.submit()
    await until('the form to close', () => rows().length === 0)
  })

  test.each([
    ['goes with its file when that is refused', 0, 1],
    ['stays when its file was only broken off', 2, 0]
  ])('an image %s', async (_title, received, removals) => {
    const refusing = core({
      'diskImage.get': ({ id }: { id: string }) => anImage({ id, created: false, received }),
      'diskImage.remove': () => ({})
    })
    const { window } = await dropped(refusing, [disk])
    await window.submit()
    ;(await until('the upload', () => refusing.channels[0])).finish('it is empty')
    await window.find('[data-transfer=Debian-12-x86][data-state=failed]')
    expect(window.text).toContain('it is empty')
    expect(window.text.includes('No image “Debian-12-x86” was made')).toBe(removals > 0)
    expect(document.querySelectorAll('[data-test=retry-transfer]')).toHaveLength(1 - removals)
    expect(refusing.askedOf('diskImage.remove')).toHaveLength(removals)
  })

  test('leaves out what cannot be read, such as a folder', async () => {
    const folder = new File([], 'folder')
    folder.slice = () => Object.assign(new Blob(), { text: () => Promise.reject(new Error('NotFoundError')) })
    const asked = core()
    const window = new TestWindow(asked, '/images')
    await window.find('[data-kind=no-data]')
    const event = Object.assign(new Event('drop'), { dataTransfer: { files: [folder], types: ['Files'] } })
    globalThis.window.dispatchEvent(event)
    await window.says('“folder” cannot be read and was left out')
    expect(rows()).toEqual([])
  })
})
