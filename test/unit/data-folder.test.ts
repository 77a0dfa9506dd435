import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Desk } from '@main/kernel/desk'
import { keepChosenFolder, readChosenFolder } from '@main/shell/chosen-folder'
import { createWorld, type World } from '../support/world'

let place: string
let world: World
/** What the person at the desktop answers, and what was asked of it. */
let answer: string
const done: string[] = []
const desk: Desk = {
  keepFolder: async (folder) => void done.push(`keep ${folder}`),
  chooseFolder: async () => answer,
  showFolder: async (folder) => void done.push(`show ${folder}`),
  restart: () => void done.push('restart')
}

beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'place-'))
  done.length = 0
  world = await createWorld({ desk })
})
afterEach(async () => {
  await world.close()
  rmSync(place, { recursive: true, force: true })
})

describe('the data folder', () => {
  test('is told with what it takes on the disk and the room beside it', async () => {
    const before = await world.client.system.dataFolder({})
    expect(before).toMatchObject({ path: world.folder, next: world.folder, fixed: false, desktop: true })
    expect(before.free).toBeGreaterThan(0)
    const file = join(world.folder, 'ballast')
    writeFileSync(file, Buffer.alloc(4 << 20, 1))
    const { size } = await world.client.system.dataFolder({})
    expect(size - before.size).toBeGreaterThanOrEqual(statSync(file).blocks * 512)
  })

  test('of the next start is the chosen one, made if need be; nothing is moved', async () => {
    const folder = join(place, 'new')
    await world.client.system.setDataFolder({ path: folder })
    expect(done).toEqual([`keep ${folder}`])
    expect(await world.client.system.dataFolder({})).toMatchObject({
      ...{ path: world.folder, next: folder, next_has_data: false }
    })
    await world.client.system.setDataFolder({ path: world.folder })
    expect(await world.client.system.dataFolder({})).toMatchObject({ next: world.folder, next_has_data: false })
  })

  test('may be one that the person chooses, or does not', async () => {
    answer = ''
    await world.client.system.setDataFolder({})
    expect(done).toEqual([])
    answer = place
    await world.client.system.setDataFolder({})
    expect(done).toEqual([`keep ${place}`])
  })

  test('may be one that has data already, and that is said', async () => {
    const other = await createWorld()
    await world.client.system.setDataFolder({ path: other.folder })
    expect(await world.client.system.dataFolder({})).toMatchObject({ next: other.folder, next_has_data: true })
    await other.close()
  })

  test('is not one that would spoil something, and why is said', async () => {
    writeFileSync(join(place, 'letter.txt'), '')
    mkdirSync(join(place, 'sub'))
    writeFileSync(join(place, 'sub/file'), '')
    for (const [path, reason] of [
      [place, 'has other files in it'],
      ['somewhere', 'write the whole path'],
      [join(world.folder, 'guests'), 'is inside the present data folder'],
      [join(place, 'sub/file'), 'EEXIST']
    ] as const)
      await expect(world.client.system.setDataFolder({ path }), path).rejects.toThrow(reason)
    expect(done).toEqual([])
  })

  test('is shown, and the application restarted, at a desktop', async () => {
    await world.client.system.showDataFolder({})
    await world.client.system.restart({})
    expect(done).toEqual([`show ${world.folder}`, 'restart'])
  })

  test('is not left while a task runs', async () => {
    const task = await world.client.system.fillDemo({ guests: 5000 })
    await expect(world.client.system.restart({})).rejects.toMatchObject({ code: 'RESTART_REFUSED' })
    await world.client.task.cancel({ id: task.id })
    await world.ended(task)
  })

  test('stays as the command line has it without a desktop', async () => {
    const served = await createWorld()
    expect(await served.client.system.dataFolder({})).toMatchObject({ fixed: true, desktop: false })
    for (const [call, code] of [
      [() => served.client.system.setDataFolder({ path: place }), 'DATA_FOLDER_FIXED'],
      [() => served.client.system.showDataFolder({}), 'DESKTOP_NEEDED'],
      [() => served.client.system.restart({}), 'DESKTOP_NEEDED']
    ] as const)
      await expect(call()).rejects.toMatchObject({ code })
    await served.close()
  })
})

describe('the choice that a start reads', () => {
  test('is the usual folder until there is one', async () => {
    expect(readChosenFolder(place, '/usual')).toBe('/usual')
    await keepChosenFolder(place, tmpdir())
    expect(readChosenFolder(place, '/usual')).toBe(tmpdir())
  })

  test('is refused when the folder is not there, so that none is begun anew in its place', async () => {
    await keepChosenFolder(place, join(place, 'unplugged'))
    expect(() => readChosenFolder(place, '/usual')).toThrow(/unplugged, chosen in the settings, is not there/)
  })

  test('is refused when it cannot be read', () => {
    writeFileSync(join(place, 'data-folder.json'), '{')
    expect(() => readChosenFolder(place, '/usual')).toThrow('names no data folder')
  })
})
