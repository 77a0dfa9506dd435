import { describe, expect, test } from 'vitest'
import { AppError } from '@shared/contract/errors'
import { until } from './support/until'
import type { FakeChannel } from './support/fake-channel'
import { FakeCore, type Answers } from './support/fake-core'
import { anImage, quietCore } from './support/samples'
import { TestWindow } from './support/window'

const images = ['a', 'b', 'c'].map((name) => anImage({ id: name, name, created: false, format: '' }))

async function pageWith(answers: Answers = {}) {
  const core = new FakeCore({
    ...quietCore(),
    'diskImage.search': () => images,
    'diskImage.upload': ({ id }: { id: string }) => ({ ticket: id }),
    'diskImage.get': ({ id }: { id: string }) => images.find((image) => image.id === id),
    ...answers
  })
  const window = new TestWindow(core, '/images')
  await window.find('tr[data-image=a]')
  return { core, window }
}

/** Gives an image a new file, as from its panel. */
async function send(window: TestWindow, image: string, size = 1000, name = 'x.img'): Promise<void> {
  if (!document.querySelector(`.panel[aria-label=${image}]`)) await window.click(`tr[data-image=${image}]`)
  await window.find(`.panel[aria-label=${image}]`)
  const input = (await window.find('.panel input[type=file]')) as HTMLInputElement
  Object.defineProperty(input, 'files', {
    value: [new File(['x'.repeat(size)], name, { lastModified: 1 })],
    configurable: true
  })
  input.dispatchEvent(new Event('change'))
}
/** The channel that was opened as the `nth`, from 0 on. */
const channelOf = (core: FakeCore, nth = 0): Promise<FakeChannel> => until(`channel ${nth}`, () => core.channels[nth])
const line = (image: string): string => `[data-transfer=${image}]`
const leave = (): boolean => {
  const event = new Event('beforeunload', { cancelable: true })
  window.dispatchEvent(event)
  return !event.defaultPrevented
}

describe('a file being sent', () => {
  test('shows how far it is, on every page, until the core has taken it over', async () => {
    const { core, window } = await pageWith()
    await send(window, 'a')
    await window.find(`${line('a')}[data-state=moving]`)
    await window.find('tr[data-image=a] [data-state=receiving]')
    const channel = await channelOf(core)
    channel.open()
    await until('the end', () => channel.hasEnded)
    channel.written(1000)
    await window.says('Checking…')
    await window.click('.menu a[href="#/tasks"]')
    await window.says('No tasks yet')
    await window.find(line('a'))
    channel.finish()
    await window.find(`${line('a')}[data-state=done]`)
  })

  test('that is refused says why, and can be tried again', async () => {
    const { core, window } = await pageWith()
    await send(window, 'a')
    ;(await channelOf(core)).finish('The file for image "a" is refused: it is empty')
    await window.find(`${line('a')}[data-state=failed]`)
    expect(window.text).toContain('The file for image "a" is refused: it is empty')
    await window.click(`${line('a')} [data-test=retry-transfer]`)
    const second = await channelOf(core, 1)
    second.open()
    await until('the end', () => second.hasEnded)
    second.finish()
    await window.find(`${line('a')}[data-state=done]`)
    expect(document.querySelectorAll('[data-transfer]')).toHaveLength(1)
  })

  test('that the core does not even await says why', async () => {
    const { window } = await pageWith({
      'diskImage.upload': () => {
        throw new AppError('IMAGE_IN_USE', { name: 'a', guests: ['web-1'] })
      }
    })
    await send(window, 'a')
    await window.says('Image “a” is used by web-1')
  })

  test('is cancelled by a press, and its channel closed', async () => {
    const { core, window } = await pageWith()
    await send(window, 'a')
    const channel = await channelOf(core)
    await window.click(`${line('a')} [data-test=cancel-transfer]`)
    await window.find(`${line('a')}[data-state=cancelled]`)
    expect(channel.isClosed).toBe(true)
  })

  test('is forgotten with its image, once it has failed', async () => {
    const { core, window } = await pageWith()
    await send(window, 'a')
    ;(await channelOf(core)).finish('no')
    await window.find(`${line('a')}[data-state=failed]`)
    core.announce({ name: 'disk_image.removed', payload: { id: 'a' } })
    await until('the line to go', () => !document.querySelector(line('a')))
  })
})

describe('a file that was broken off', () => {
  const partOf = (received: number): Answers => ({ 'diskImage.get': () => ({ ...images[0]!, received }) })

  test('goes on where it was, and says how much of it is there', async () => {
    const { core, window } = await pageWith(partOf(600))
    await send(window, 'a')
    ;(await channelOf(core)).finish('The connection was lost')
    await window.find(`${line('a')}[data-state=failed]`)
    await window.click(`${line('a')} [data-test=retry-transfer]`)
    const second = await channelOf(core, 1)
    expect(core.askedOf('diskImage.upload').at(-1)).toEqual({ id: 'a', size: 1000, offset: 600 })
    expect((await window.find(line('a'))).textContent).toContain('60%')
    second.open()
    await until('the rest', () => second.hasEnded)
    expect(second.size).toBe(400)
    second.written(400)
    await window.says('Checking…')
    second.finish()
    await window.find(`${line('a')}[data-state=done]`)
  })

  test('goes on after the window was loaded anew, once the same file is chosen', async () => {
    const { core, window } = await pageWith(partOf(600))
    await send(window, 'a')
    ;(await channelOf(core)).finish('The connection was lost')
    await window.find(`${line('a')}[data-state=failed]`)
    document.body.innerHTML = ''
    const received = images.map((image) => ({ ...image, received: 600 }))
    const later = await pageWith({ ...partOf(600), 'diskImage.search': () => received })
    await later.window.click('tr[data-image=a]')
    await later.window.says('Choose “x.img” again to go on from there')
    await send(later.window, 'a')
    await channelOf(later.core)
    expect(later.core.askedOf('diskImage.upload')).toEqual([{ id: 'a', size: 1000, offset: 600 }])
  })

  test('begins anew with any other file', async () => {
    const { core, window } = await pageWith(partOf(600))
    await send(window, 'a')
    ;(await channelOf(core)).finish('The connection was lost')
    await window.find(`${line('a')}[data-state=failed]`)
    await send(window, 'a', 1000, 'y.img')
    await channelOf(core, 1)
    expect(core.askedOf('diskImage.upload').at(-1)).toEqual({ id: 'a', size: 1000 })
  })
})

describe('several files', () => {
  test('go two at a time', async () => {
    const { core, window } = await pageWith()
    for (const image of ['a', 'b', 'c']) await send(window, image)
    await window.find(`${line('c')}[data-state=waiting]`)
    await window.find('tr[data-image=c] [data-state=waiting]')
    await channelOf(core, 1)
    ;(await channelOf(core)).finish('no')
    await channelOf(core, 2)
    expect(core.channels.map(({ ticket }) => ticket)).toEqual(['a', 'b', 'c'])
  })

  test('end with the sign-in', async () => {
    const { core, window } = await pageWith()
    await send(window, 'a')
    const channel = await channelOf(core)
    await window.click('.user')
    await window.click('[data-test=sign-out]')
    await until('the channel to close', () => channel.isClosed)
  })

  test('keep the window open while they are on their way', async () => {
    const { core, window } = await pageWith()
    expect(leave()).toBe(true)
    await send(window, 'a')
    const channel = await channelOf(core)
    expect(leave()).toBe(false)
    channel.finish('no')
    await window.find(`${line('a')}[data-state=failed]`)
    expect(leave()).toBe(true)
  })

  test('are named by a question of ours where nobody else asks', async () => {
    const nano = { call: () => {}, onEvent: () => {}, openPort: () => {} }
    Object.defineProperty(globalThis.window, 'nano', { value: nano, configurable: true })
    try {
      const { core, window } = await pageWith()
      await send(window, 'a')
      const channel = await channelOf(core)
      leave()
      await window.says('Close while files are on their way?')
      await window.click('[data-test=confirm]')
      await until('the channel to close', () => channel.isClosed)
    } finally {
      Reflect.deleteProperty(globalThis.window, 'nano')
    }
  })
})
