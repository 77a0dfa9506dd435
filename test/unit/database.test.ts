import { Database } from '@main/store/database'
import { sql } from '@main/store/sql'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { mark, marks, openMarks, tempFolder } from '../support/store-folder'

describe.each(['in memory', 'in a folder'])('a store %s', (place) => {
  const open = async (): Promise<Database> => {
    const db = await openMarks(place === 'in memory' ? null : tempFolder())
    onTestFinished(() => db.close())
    return db
  }

  it('gives back what was committed', async () => {
    const db = await open()
    mark(db, 1, 'one')
    expect(db.get(sql`SELECT * FROM twin WHERE n = ${1}`)).toEqual({ n: 1, text: 'one' })
    expect(db.all(sql`SELECT * FROM twin`)).toEqual([{ n: 1, text: 'one' }])
    expect(db.get(sql`SELECT * FROM twin WHERE n = ${2}`)).toBeUndefined()
  })

  it('gives the result of the work', async () => {
    const db = await open()
    expect(db.transaction(() => 7)).toBe(7)
  })

  it('undoes everything when the work fails, and goes on', async () => {
    const db = await open()
    const failing = (): void =>
      db.transaction(() => {
        mark(db, 1)
        throw new Error('no')
      })
    expect(failing).toThrow('no')
    mark(db, 2)
    expect(marks(db)).toEqual([2])
  })

  it('remembers what was read until anything changes, and never what may be undone', async () => {
    const db = await open()
    const read = vi.fn(() => ({ marks: marks(db) }))
    const find = db.remembering(read)
    const known = (): number[] => find('all').marks
    mark(db, 1)
    expect([known(), known(), read.mock.calls.length]).toEqual([[1], [1], 1])
    mark(db, 2)
    expect(known()).toEqual([1, 2])
    const failing = (): void =>
      db.transaction(() => {
        mark(db, 3)
        expect(known()).toEqual([1, 2, 3])
        throw new Error('no')
      })
    expect(failing).toThrow('no')
    expect(known()).toEqual([1, 2])
    expect(() => known().push(3)).toThrow(TypeError)
  })

  it('makes a transaction inside another a part of it', async () => {
    const db = await open()
    const failing = (): void =>
      db.transaction(() => {
        mark(db, 1)
        mark(db, 2)
        expect(marks(db)).toEqual([1, 2])
        throw new Error('no')
      })
    expect(failing).toThrow('no')
    expect(marks(db)).toEqual([])
  })

  it('undoes the whole when a part fails, even if somebody catches that', async () => {
    const db = await open()
    const notify = vi.fn()
    const catching = (part: () => void): void =>
      db.transaction(() => {
        mark(db, 1)
        db.afterCommit(notify)
        expect(part).toThrow()
      })
    expect(() => catching(() => mark(db, 1))).toThrow('UNIQUE')
    expect(() => catching(() => db.run(sql`INSERT INTO twin VALUES (${9}, ${''})`))).toThrow('FOREIGN KEY')
    expect(() => catching(() => db.transaction(() => JSON.parse('{')))).toThrow('JSON')
    expect(marks(db)).toEqual([])
    expect(notify).not.toHaveBeenCalled()
  })

  it('refuses work that waits, and undoes what it did before waiting', async () => {
    const db = await open()
    const waiting = async (): Promise<void> => mark(db, 1)
    expect(() => db.transaction(waiting)).toThrow('cannot wait')
    expect(marks(db)).toEqual([])
  })

  it('allows changes only inside a transaction, and only where they are meant', async () => {
    const db = await open()
    expect(() => db.run(sql`INSERT INTO mark VALUES (1)`)).toThrow('outside a transaction')
    expect(() => db.afterCommit(() => undefined)).toThrow('outside a transaction')
    expect(() => db.all(sql`INSERT INTO mark VALUES (1) RETURNING n`)).toThrow('Only SELECT reads rows')
    expect(() => db.transaction(() => db.all(sql`DELETE FROM mark`))).toThrow('Only SELECT reads rows')
    expect(marks(db)).toEqual([])
  })

  it('refuses a change that could replay to something else', async () => {
    const db = await open()
    expect(() => db.transaction(() => db.run(sql`INSERT INTO mark VALUES (random())`))).toThrow('may not use random')
    expect(marks(db)).toEqual([])
  })

  it('tells of a change after it counts, in the order of the commits', async () => {
    const db = await open()
    const told: string[] = []
    db.transaction(() => {
      mark(db, 1)
      db.afterCommit(() => {
        told.push(`one of ${marks(db).length}`)
        db.transaction(() => {
          mark(db, 2)
          db.afterCommit(() => told.push('two'))
        })
        told.push('two is there')
      })
      db.transaction(() => db.afterCommit(() => told.push('inner')))
      expect(told).toEqual([])
    })
    expect(told).toEqual(['one of 1', 'inner', 'two', 'two is there'])
  })

  it('keeps the change and tells the others when one who is told fails', async () => {
    const db = await open()
    const unheard = new Promise((resolve) => process.once('unhandledRejection', resolve))
    const others = process.listeners('unhandledRejection').slice(0, -1)
    for (const each of others) process.off('unhandledRejection', each)
    onTestFinished(() => void others.map((each) => process.on('unhandledRejection', each)))
    const notify = vi.fn()
    db.transaction(() => {
      mark(db, 1)
      db.afterCommit(() => JSON.parse('{'))
      db.afterCommit(notify)
    })
    expect(marks(db)).toEqual([1])
    expect(notify).toHaveBeenCalledOnce()
    expect(await unheard).toBeInstanceOf(SyntaxError)
  })

  it('takes nothing more once it is closed, and may be closed twice', async () => {
    const db = await open()
    mark(db, 1)
    await Promise.all([db.close(), db.close()])
    expect(() => mark(db, 2)).toThrow('closed')
    expect(() => marks(db)).toThrow('closed')
  })
})

it('opens with the released schema', async () => {
  const folder = tempFolder()
  const db = await Database.open(folder)
  db.transaction(() => db.run(sql`INSERT INTO setting VALUES (${'a'}, ${'1'})`))
  await db.close()
  const again = await Database.open(folder)
  expect(again.get(sql`SELECT value FROM setting WHERE key = ${'a'}`)).toEqual({ value: '1' })
  await again.close()
})
