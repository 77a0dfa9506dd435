import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { readWindowState } from '@main/shell/window-state'

describe('the place of the main window', () => {
  const folder = mkdtempSync(join(tmpdir(), 'window-'))
  const file = join(folder, 'window.json')
  const screens = [
    { x: 0, y: 0, width: 1600, height: 1000 },
    { x: 1600, y: 0, width: 1280, height: 1024 }
  ]
  const place = (x: number, y: number): unknown => {
    writeFileSync(file, JSON.stringify({ bounds: { x, y, width: 900, height: 700 }, maximized: true }))
    return readWindowState(file, screens)
  }
  afterEach(() => rmSync(file, { force: true }))

  it.each([
    [100, 100],
    [1500, 900],
    [2700, 0],
    [-700, 10]
  ])('is taken up again at %i, %i', (x, y) =>
    expect(place(x, y)).toEqual({ bounds: { x, y, width: 900, height: 700 }, maximized: true })
  )

  it.each([
    [3000, 100],
    [-880, 10],
    [100, -400],
    [100, 990]
  ])('is forgotten at %i, %i, where nobody could get hold of it', (x, y) => expect(place(x, y)).toBeUndefined())

  it.each(['', 'null', '[]', '{"bounds":{}}', '{"bounds":{"x":"1","y":0,"width":900,"height":700},"maximized":true}'])(
    'is forgotten when its file holds %j',
    (text) => {
      writeFileSync(file, text)
      expect(readWindowState(file, screens)).toBeUndefined()
    }
  )

  it('is the default when there is no file yet', () => expect(readWindowState(file, screens)).toBeUndefined())
})
