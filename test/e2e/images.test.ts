import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { electronShell } from '../support/electron-shell'
import { ImagePage } from '../support/image-page'
import { Journey } from '../support/journey'
import { onDesktop } from '../support/on-desktop'
import { servedShell } from '../support/served-shell'
import { startDisplay, type XDisplay } from '../support/x-display'

const MiB = 2 ** 20
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
/** Several windows of a channel, and a last piece that is no whole chunk. */
const disk = Buffer.concat([randomBytes(9 * MiB), Buffer.alloc(512)])

let display: XDisplay
let folder: string
const file = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}
beforeAll(async () => {
  display = await startDisplay()
  folder = mkdtempSync(join(tmpdir(), 'image-files-'))
})
afterAll(() => {
  display?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Version 2, one MiB, whose backing file is `/etc/passwd` (QEMU docs/interop/qcow2.txt). */
function qcow2WithBacking(): Buffer {
  const bytes = Buffer.alloc(64 * 1024)
  const path = '/etc/passwd'
  bytes.write('QFI\xfb', 'latin1')
  bytes.writeUInt32BE(2, 4)
  bytes.writeBigUInt64BE(512n, 8)
  bytes.writeUInt32BE(path.length, 16)
  bytes.writeUInt32BE(16, 20)
  bytes.writeBigUInt64BE(BigInt(MiB), 24)
  bytes.write(path, 512)
  return bytes
}

/** One volume descriptor of 20 sectors in all (ECMA-119, 8.4). */
function iso(): Buffer {
  const bytes = Buffer.alloc(20 * 2048)
  bytes.write('\x01CD001\x01', 16 * 2048, 'latin1')
  bytes.writeUInt32LE(20, 16 * 2048 + 80)
  return bytes
}

/** In the page, whose types Node does not know: `saveInside` lets it save to files of its own instead of asking the person. */
const saveInside = `void (globalThis.showSaveFilePicker = async ({ suggestedName }) =>
  (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true }))`
const saved = (name: string): string => `navigator.storage.getDirectory()
  .then((folder) => folder.getFileHandle('${name}'))
  .then((handle) => handle.getFile())
  .then((file) => file.arrayBuffer())
  .then((bytes) => crypto.subtle.digest('SHA-256', bytes))
  .then((digest) => new Uint8Array(digest).toHex())`
const saveNowhere = 'void (globalThis.showSaveFilePicker = undefined)'

describe.each([
  ['serve shell', () => servedShell()],
  ['Electron shell', () => electronShell(display.name)]
] as const)('in the %s', (_name, shell) => {
  it('a person imports images, reads why a file is refused, saves one and deletes it', async () => {
    await onDesktop(shell(), async (desktop) => {
      const journey = new Journey(desktop)
      await journey.open()
      await journey.setUp('computer')
      await journey.choose('images.title')
      const images = new ImagePage(journey.page)

      await images.import([
        file('My disk.img', disk),
        file('notes.txt', 'Buy milk.\n'),
        file('chained.qcow2', qcow2WithBacking()),
        file('tiny.iso', iso())
      ])
      expect(await images.completes('My-disk')).toMatch(/raw\s+9 MiB\s+9 MiB/)
      expect(await images.refusal('notes.txt')).toContain('it is no qcow2 file, no ISO image, and no raw disk')
      expect(await images.refusal('chained')).toContain('it refers to a backing file (/etc/passwd)')

      await images.look('My-disk')
      await journey.page.evaluate(saveInside)
      await images.download('My-disk')
      const savedHash = () => journey.page.evaluate(saved('My-disk.raw'))
      await expect.poll(savedHash, { timeout: 30_000 }).toBe(hash(disk))

      await images.delete('My-disk')
      await images.isGone('My-disk')
      expect(readdirSync(join(desktop.dataFolder, 'images/disk'))).toHaveLength(1)

      await images.showMedia()
      expect(await images.completes('tiny')).toContain('iso')
    })
  })

  it('an image that a guest was made from is not deleted, and the guest is named', async () => {
    await onDesktop(shell(), async (desktop) => {
      const journey = new Journey(desktop)
      await journey.open()
      await journey.setUp('computer')
      await journey.createGuest('needy')
      await journey.choose('images.title')
      const images = new ImagePage(journey.page)

      expect(await images.look('sample')).toContain('needy')
      expect(await images.whyNotDeleted('sample')).toContain('Image “sample” is used by needy')
    })
  })
})

describe('a file that was broken off', () => {
  it('goes on where it was after the page was loaded anew, and is the same', async () => {
    await onDesktop(servedShell(), async (desktop) => {
      const journey = new Journey(desktop)
      await journey.open()
      await journey.setUp('computer')
      await journey.choose('images.title')
      const images = new ImagePage(journey.page)
      const large = randomBytes(512 * MiB)
      const path = file('large.img', large)

      await images.import([path])
      await images.breakOff('large')
      await journey.page.reload()
      await images.look('large')
      await images.says('Choose “large.img” again to go on from there')
      await images.chooseFile('large', path)
      await images.completes('large')
      await images.says(hash(large))
    })
  })
})

describe('in a browser that lets no page write to a file', () => {
  it('a person saves an image as a download', async () => {
    await onDesktop(servedShell(), async (desktop) => {
      const journey = new Journey(desktop)
      await journey.open()
      await journey.setUp('computer')
      await journey.choose('images.title')
      const images = new ImagePage(journey.page)
      await images.import([file('plain.img', disk)])
      await images.completes('plain')

      await images.look('plain')
      await journey.page.evaluate(saveNowhere)
      const [download] = await Promise.all([journey.page.waitForEvent('download'), images.download('plain')])
      expect(download.suggestedFilename()).toBe('plain.raw')
      expect(hash(readFileSync(await download.path()))).toBe(hash(disk))
    })
  })
})
