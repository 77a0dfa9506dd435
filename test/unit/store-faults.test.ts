import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@shared/contract/errors'
import type { StoreIo } from '@main/store/store-io'
import { describe, expect, it } from 'vitest'
import { copyOf, filesOf, flipBit, hastyIo, look, mark, marks, openMarks, tempFolder } from '../support/store-folder'
import { type Step, watchedIo } from '../support/watched-io'

const CHANGES = [1, 2, 3, 4, 5, 6, 7, 8, 9]

interface Fault {
  readonly code: string
  /** The number of the call that fails. */
  readonly at: number
  /** Whether every call after it fails too. */
  readonly lasts: boolean
}

/** The real disk with a fault, and the calls that it made fail. */
function faultyIo({ code, at, lasts }: Fault): { io: StoreIo; failed: Step[] } {
  let calls = 0
  const failed: Step[] = []
  const io = watchedIo((step) => {
    if (step.call === 'close') return
    const call = calls++
    if (call < at || (call > at && !lasts)) return
    failed.push(step)
    throw Object.assign(new Error(`${code}: a fault in ${step.call}`), { code })
  }, hastyIo)
  return { io, failed }
}

const codeOf = (cause: unknown): string => (cause instanceof AppError ? cause.code : `no refusal: ${String(cause)}`)

/** Opens, changes and folds like an application, which goes on after a refusal. Gives what each change ended with. */
async function live(folder: string, io: StoreIo): Promise<{ opened: string; ends: string[] }> {
  const db = await openMarks(folder, { io }).catch(codeOf)
  if (typeof db === 'string') return { opened: db, ends: [] }
  const ends: string[] = []
  for (const n of CHANGES) {
    const before = marks(db)
    const folding = n % 3 === 0 ? db.fold() : Promise.resolve()
    try {
      mark(db, n)
      ends.push('ok')
    } catch (cause) {
      ends.push(codeOf(cause))
      expect(marks(db)).toEqual(before)
    }
    await folding.catch(() => undefined)
  }
  await db.close().catch(() => undefined)
  return { opened: 'ok', ends }
}

const kinds = [
  { code: 'ENOSPC', lasts: false },
  { code: 'ENOSPC', lasts: true },
  { code: 'EIO', lasts: false },
  { code: 'EIO', lasts: true }
]

describe.each(kinds)('when the disk answers $code, lasting: $lasts', ({ code, lasts }) => {
  it('at any call, what was acknowledged stays and what was refused never happened', async () => {
    for (let at = 0; ; at++) {
      const folder = tempFolder()
      const { io, failed } = faultyIo({ code, at, lasts })
      const { opened, ends } = await live(folder, io)
      if (failed.length === 0) break
      const where = `call ${at}, ${failed[0]?.call} of ${failed[0]?.path}: ${opened} ${ends.join(' ')}`
      const expected = CHANGES.filter((_, index) => ends[index] === 'ok')
      const isBroken = ends.includes('STORE_BROKEN')

      expect(
        [opened, ...ends].filter((end) => end.startsWith('no refusal')),
        where
      ).toEqual([])
      if (code === 'ENOSPC' && !lasts) expect(isBroken, where).toBe(false)
      // A full disk refuses the change and no other.
      if (code === 'ENOSPC' && !lasts && opened === 'ok') expect(expected.length, where).toBeGreaterThanOrEqual(8)
      const seen = await look(folder, hastyIo)
      // Of a store that broke, nobody knows whether the last change reached the disk.
      const first = CHANGES[ends.indexOf('STORE_BROKEN')] ?? 0
      const fits = [expected, ...(isBroken ? [[...expected, first]] : [])].map(String)
      expect(fits, where).toContain(String(seen.marks))
      expect(seen.problems, where).toEqual([])
      const leftovers = filesOf(folder).filter((name) => !/^(?:snapshot-\d+\.db|journal-\d+\.log)$/.test(name))
      expect(leftovers, where).toEqual([])
    }
  })

  it('while damage is mended, nothing is lost and the person is told in the end', async () => {
    const damaged = tempFolder()
    const db = await openMarks(damaged, { io: hastyIo })
    for (const n of CHANGES) {
      mark(db, n)
      if (n === 3 || n === 6) await db.fold()
    }
    const made = copyOf(damaged)
    await db.close()
    flipBit(join(made, 'snapshot-8.db'), 100)
    flipBit(join(made, 'journal-8.log'), -5)

    for (let at = 0; ; at++) {
      const folder = copyOf(made)
      const { io, failed } = faultyIo({ code, at, lasts })
      const opened = await openMarks(folder, { io }).catch(codeOf)
      if (typeof opened !== 'string') await opened.close().catch(() => undefined)
      if (failed.length === 0) break
      if (typeof opened === 'string') expect(opened).toBe(code === 'EIO' ? 'STORE_UNREADABLE' : 'DISK_FULL')
      expect(existsSync(join(folder, 'lock'))).toBe(false)
      const seen = await look(folder, hastyIo)
      expect(seen.marks).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
      const told = new Set(seen.problems.map((path) => path.replace(/\.damaged-.*/, '')))
      expect([...told].sort()).toEqual(['journal-8.log', 'snapshot-8.db'])
    }
  })
})

describe('a disk that is full', () => {
  it('refuses the change by its name and takes the next one when there is room again', async () => {
    let isFull = false
    const folder = tempFolder()
    const io = watchedIo(({ call }) => {
      if (isFull && call.startsWith('write')) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
    })
    const db = await openMarks(folder, { io })
    mark(db, 1)
    isFull = true
    for (let time = 0; time < 3; time++) expect(() => mark(db, 2)).toThrow('The disk is full; nothing was changed')
    await expect(db.fold()).rejects.toThrow('full')
    expect(marks(db)).toEqual([1])
    expect(db.problems).toEqual([{ path: folder, message: 'No new snapshot could be written: full' }])
    isFull = false
    mark(db, 3)
    await db.fold()
    expect(db.problems).toEqual([])
    await db.close()
    expect(await look(folder)).toEqual({ marks: [1, 3], problems: [] })
  })

  it('is left as it was by a change of which only a part found room', async () => {
    const folder = tempFolder()
    let room = Infinity
    const io = watchedIo(() => undefined)
    const narrow: StoreIo = {
      ...io,
      write: (file, piece) => {
        if (room === 0) throw Object.assign(new Error('full'), { code: 'EDQUOT' })
        const length = Math.min(piece.length, room, 7)
        room -= length
        return io.write(file, { ...piece, length })
      }
    }
    const db = await openMarks(folder, { io: narrow })
    mark(db, 1)
    room = 20
    expect(() => mark(db, 2)).toThrow('The disk is full')
    const after = copyOf(folder)
    await db.close()
    expect((await look(after)).marks).toEqual([1])
  })
})

describe('a disk that fails', () => {
  it('takes no more changes and says why, but everything can still be read', async () => {
    const folder = tempFolder()
    let isFailing = false
    const io = watchedIo(({ call }) => {
      if (isFailing && call === 'syncData') throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' })
    })
    const db = await openMarks(folder, { io })
    mark(db, 1)
    isFailing = true
    expect(() => mark(db, 2)).toThrow('The data folder cannot be written any more: EIO: i/o error, fdatasync')
    isFailing = false
    expect(() => mark(db, 3)).toThrow('cannot be written any more')
    await expect(db.fold()).rejects.toThrow('cannot be written any more')
    expect(marks(db)).toEqual([1])
    await db.close()
    expect(await look(folder)).toEqual({ marks: [1], problems: [] })
  })
})
