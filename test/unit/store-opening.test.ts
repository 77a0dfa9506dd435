import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AppError } from '@shared/contract/errors'
import { Database } from '@main/store/database'
import { migrations as released } from '@main/store/migrations'
import { sql } from '@main/store/sql'
import { describe, expect, it, onTestFinished } from 'vitest'
import { contentOf, copyOf, filesOf, look, mark, migrations, openMarks, tempFolder } from '../support/store-folder'

const root = resolve(import.meta.dirname, '../..')

const refusalOf = async (opening: Promise<Database>): Promise<AppError> => {
  const cause: unknown = await opening.then(
    () => undefined,
    (error: unknown) => error
  )
  expect(cause).toBeInstanceOf(AppError)
  return cause as AppError
}

async function storeOf(...numbers: number[]): Promise<string> {
  const folder = tempFolder()
  const db = await openMarks(folder)
  for (const n of numbers) mark(db, n)
  await db.close()
  return folder
}

/** As a person without rights: root may write anywhere. */
async function openAsNobody(folder: string): Promise<string> {
  const script = `import { Database } from '@main/store/database'
    await Database.open(process.argv[1]).catch((error) => console.log(error.code + ': ' + error.message))`
  const register = join(root, 'test/support/register-source.ts')
  const who = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  const args = ['--import', register, '--input-type=module', '-e', script, folder]
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], ...who })
  let output = ''
  child.stdout.on('data', (bytes: Buffer) => (output += String(bytes)))
  await once(child, 'close')
  return output.trim()
}

describe('opening a store', () => {
  it('makes the folder, for its owner only', async () => {
    const folder = join(tempFolder(), 'deep/store')
    const db = await openMarks(folder)
    mark(db, 1)
    await db.close()
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(filesOf(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o600, 0o600, 0o600])
    expect(await look(folder)).toEqual({ marks: [1], problems: [] })
  })

  it('finds everything again, in a journal or in a snapshot', async () => {
    const folder = tempFolder()
    const db = await openMarks(folder)
    mark(db, 1, 'ä "quoted" \u2028 \n line, nul \0, half \ud83e, 🦀')
    const texts = db.all(sql`SELECT text FROM twin`)
    expect(String(texts[0]?.['text'])).toContain('🦀')
    const inJournal = copyOf(folder)
    await db.close()
    for (const place of [inJournal, folder]) {
      const again = await openMarks(place)
      expect(again.all(sql`SELECT text FROM twin`)).toEqual(texts)
      mark(again, 2)
      await again.close()
      expect(await look(place)).toEqual({ marks: [1, 2], problems: [] })
    }
  })

  it('brings an older schema up to date, once', async () => {
    const folder = await storeOf(1, 2)
    const newer = [...migrations, 'ALTER TABLE mark ADD COLUMN more TEXT', 'UPDATE mark SET more = n || 1']
    for (let time = 0; time < 2; time++) {
      const db = await openMarks(folder, { migrations: newer })
      expect(db.all(sql`SELECT n, more FROM mark`)).toEqual([
        { n: 1, more: '11' },
        { n: 2, more: '21' }
      ])
      await db.close()
    }
  })

  it.each([
    ['fails', 'INSERT INTO nowhere VALUES (1)', 'no such table'],
    ['could replay to something else', 'INSERT INTO mark VALUES (random())', 'may not use random']
  ])('is refused when a step of the schema %s, and keeps the steps before it', async (_, step, reason) => {
    const folder = await storeOf(1)
    const good = "INSERT INTO mark VALUES (5); INSERT INTO twin VALUES (5, '')"
    const bad = `INSERT INTO mark VALUES (6); ${step}`
    const refusal = await refusalOf(openMarks(folder, { migrations: [...migrations, good, bad] }))
    expect(refusal.toPayload()).toMatchObject({ code: 'STORE_UNREADABLE', details: { path: folder } })
    expect(refusal.message).toContain(reason)
    const db = await openMarks(folder, { migrations: [...migrations, good] })
    expect(db.all(sql`SELECT n FROM mark`)).toEqual([{ n: 1 }, { n: 5 }])
    await db.close()
  })

  it('has a released schema that may be replayed', async () => {
    const db = await Database.open(null)
    expect(released.length).toBeGreaterThan(0)
    await db.close()
  })
})

describe('a store that cannot be opened', () => {
  it.each(['in a snapshot', 'in a journal'])('is refused by name when its schema is newer, %s', async (place) => {
    const store = tempFolder()
    const db = await openMarks(store, { migrations: [...migrations, 'CREATE TABLE a (b)', 'CREATE TABLE c (d)'] })
    if (place === 'in a snapshot') await db.fold()
    const folder = copyOf(store)
    await db.close()
    const before = contentOf(folder)
    const refusal = await refusalOf(openMarks(folder))
    expect(refusal.toPayload()).toMatchObject({
      code: 'STORE_NEWER',
      details: { path: folder, version: 4, known: 2 }
    })
    expect(contentOf(folder)).toEqual(before)
  })

  it('is refused while another has it, and names the process', async () => {
    const folder = await storeOf(1)
    const db = await openMarks(folder)
    const before = contentOf(folder)
    const refusal = await refusalOf(openMarks(folder))
    expect(refusal.toPayload()).toMatchObject({ code: 'FOLDER_IN_USE', details: { path: folder, pid: process.pid } })
    expect(contentOf(folder)).toEqual(before)
    await db.close()
    expect((await look(folder)).marks).toEqual([1])
  })

  it('is refused when its folder is a file', async () => {
    const path = join(tempFolder(), 'file')
    writeFileSync(path, 'mine')
    expect((await refusalOf(openMarks(path))).toPayload()).toMatchObject({
      code: 'STORE_UNREADABLE',
      details: { path }
    })
    expect((await refusalOf(openMarks(join(path, 'in')))).code).toBe('STORE_UNREADABLE')
  })

  it('is refused when something else has the name of one of its files, and lets go of the folder', async () => {
    const folder = await storeOf(1)
    const inTheWay = join(folder, 'snapshot-9.db')
    mkdirSync(inTheWay)
    const before = filesOf(folder)
    expect((await refusalOf(openMarks(folder))).message).toContain('EISDIR')
    expect(filesOf(folder)).toEqual(before)
  })

  it('is refused in a folder that may not be written, by its name', async () => {
    const above = tempFolder()
    const folder = join(above, 'store')
    const db = await openMarks(folder)
    mark(db, 1)
    await db.close()
    chmodSync(above, 0o555)
    for (const name of filesOf(folder)) chmodSync(join(folder, name), 0o444)
    chmodSync(folder, 0o555)
    onTestFinished(() => [above, folder].forEach((path) => chmodSync(path, 0o755)))
    const before = contentOf(folder)
    expect(await openAsNobody(folder)).toMatch(
      /^STORE_UNREADABLE: The data folder ".*\/store" cannot be opened: EACCES/
    )
    expect(await openAsNobody(join(above, 'new'))).toMatch(/^STORE_UNREADABLE: .*\/new" cannot be opened: EACCES/)
    expect(contentOf(folder)).toEqual(before)
    expect(existsSync(join(above, 'new'))).toBe(false)
  })
})
