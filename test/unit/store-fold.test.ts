import { setImmediate } from 'node:timers/promises'
import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import type { Database } from '@main/store/database'
import { sql } from '@main/store/sql'
import { describe, expect, it, onTestFinished } from 'vitest'
import { copyOf, filesOf, hastyIo, linesIn, look, mark, marks, openMarks, tempFolder } from '../support/store-folder'
import { until } from '../support/until'
import { type Step, watchedIo } from '../support/watched-io'

const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1)

async function open(folder: string, watch: (step: Step) => void = () => undefined): Promise<Database> {
  const db = await openMarks(folder, { io: watchedIo(watch, hastyIo) })
  onTestFinished(() => db.close())
  return db
}

/** Lets a fold go only as far as `waiting`, until `go` is called. */
function gate(): { pass: (step: Step) => void; waiting: () => Promise<unknown> } {
  let reached = false
  return {
    pass: ({ call }) => void (reached ||= call === 'writeInBackground'),
    waiting: () => until('the snapshot being written', () => reached)
  }
}

describe('a fold', () => {
  it('replaces the journal by a snapshot, and keeps one generation more', async () => {
    const folder = tempFolder()
    const db = await open(folder)
    const seen: string[][] = []
    for (const n of range(3)) {
      mark(db, n)
      await db.fold()
      seen.push(filesOf(folder).filter((name) => name !== 'lock'))
    }
    expect(seen).toEqual([
      ['journal-0.log', 'journal-3.log', 'snapshot-3.db'],
      ['journal-3.log', 'journal-4.log', 'snapshot-3.db', 'snapshot-4.db'],
      ['journal-4.log', 'journal-5.log', 'snapshot-4.db', 'snapshot-5.db']
    ])
    expect((await look(copyOf(folder))).marks).toEqual([1, 2, 3])
  })

  it('without a change since the last one does nothing', async () => {
    const folder = tempFolder()
    const steps: Step[] = []
    const db = await open(folder, (step) => steps.push(step))
    mark(db, 1)
    await db.fold()
    steps.length = 0
    await db.fold()
    await db.close()
    expect(steps.map(({ call }) => call)).toEqual(['close'])
  })

  it('lets changes go on, into the next journal', async () => {
    const folder = tempFolder()
    const { pass, waiting } = gate()
    const db = await open(folder, pass)
    mark(db, 1)
    const folding = db.fold()
    await waiting()
    mark(db, 2)
    const during = copyOf(folder)
    await folding
    mark(db, 3)
    const after = copyOf(folder)
    expect(await look(during)).toEqual({ marks: [1, 2], problems: [] })
    expect(await look(after)).toEqual({ marks: [1, 2, 3], problems: [] })
  })

  it('waits for the one that is going on', async () => {
    const folder = tempFolder()
    const db = await open(folder)
    const folds = range(5).map((n) => {
      mark(db, n)
      return db.fold()
    })
    await Promise.all(folds)
    mark(db, 6)
    await db.fold()
    expect(filesOf(folder)).toContain('snapshot-8.db')
    expect((await look(copyOf(folder))).marks).toEqual(range(6))
  })

  it('asked for inside a transaction comes after it', async () => {
    const folder = tempFolder()
    const db = await open(folder)
    let folding: Promise<void> | undefined
    db.transaction(() => {
      mark(db, 1)
      folding = db.fold()
      mark(db, 2)
    })
    await folding
    expect((await look(copyOf(folder))).marks).toEqual([1, 2])
    expect(marks(db)).toEqual([1, 2])
  })

  it('comes by itself after some hundred changes, without holding up the answer', async () => {
    const folder = tempFolder()
    const db = await open(folder)
    for (const n of range(600)) mark(db, n)
    expect(filesOf(folder).filter((name) => name.startsWith('snapshot'))).toEqual([])
    const snapshot = await until('a snapshot', () => filesOf(folder).find((name) => /^snapshot.*db$/.test(name)))
    expect(snapshot).toBe('snapshot-602.db')
    expect(db.problems).toEqual([])
    expect((await look(copyOf(folder))).marks).toEqual(range(600))
  })

  it('comes by itself after some big changes', async () => {
    const folder = tempFolder()
    const db = await open(folder)
    for (const n of range(5)) mark(db, n, 'x'.repeat(1_000_000))
    await until('a snapshot', () => filesOf(folder).find((name) => /^snapshot.*db$/.test(name)))
    expect(linesIn(readFileSync(join(folder, 'journal-7.log')))).toBe(0)
  })

  it('comes by itself on opening when crashes never left time for it', async () => {
    const folder = tempFolder()
    const db = await open(folder)
    for (const n of range(600)) mark(db, n)
    const crashed = copyOf(folder)
    await open(crashed)
    await until('a snapshot', () => filesOf(crashed).find((name) => /^snapshot.*db$/.test(name)))
  })

  it('comes last on closing', async () => {
    const folder = tempFolder()
    const db = await open(folder)
    mark(db, 1)
    await db.close()
    expect(filesOf(folder)).toEqual(['journal-0.log', 'journal-3.log', 'snapshot-3.db'])
  })

  it('of a big store leaves the main loop to others', async () => {
    const folder = tempFolder()
    const db = await open(folder)
    const text = 'x'.repeat(1000)
    db.transaction(() => {
      for (const n of range(10_000)) {
        db.run(sql`INSERT INTO mark VALUES (${n})`)
        db.run(sql`INSERT INTO twin VALUES (${n}, ${text})`)
      }
    })
    let turns = 0
    let isFolding = true
    const folding = db.fold().finally(() => (isFolding = false))
    for (; isFolding; turns++) await setImmediate()
    await folding
    expect(turns).toBeGreaterThan(40) // one for each of its 256 KiB, at least
  })
})

describe('the order of a fold', () => {
  const isSync = ({ call }: Step): boolean => call === 'sync' || call === 'syncData' || call === 'syncInBackground'

  it('never gives a name before the bytes are safe, and removes nothing before the name is', async () => {
    const folder = tempFolder()
    const steps: Step[] = []
    const db = await open(folder, (step) => steps.push(step))
    for (const n of range(3)) {
      mark(db, n)
      await db.fold()
    }
    const renames = steps.flatMap(({ call }, index) => (call === 'rename' ? [index] : []))
    expect(renames).toHaveLength(3)
    for (const index of renames) {
      const { path } = steps[index]!
      const before = steps.slice(0, index).filter((step) => step.path === path && step.call !== 'close')
      expect(before.at(-1)?.call).toBe('syncInBackground')
      const next = steps
        .slice(index + 1)
        .find((step) => isSync(step) || step.call.startsWith('remove') || step.call === 'rename')
      expect(next).toMatchObject({ call: 'syncInBackground', path: folder })
    }
    expect(steps.filter(({ call }) => call === 'removeInBackground').map(({ path }) => path)).toEqual([
      join(folder, 'journal-0.log'),
      join(folder, 'snapshot-3.db'),
      join(folder, 'journal-3.log')
    ])
  })

  it('makes the next journal safe before the first change goes there', async () => {
    const folder = tempFolder()
    const steps: Step[] = []
    const db = await open(folder, (step) => steps.push(step))
    mark(db, 1)
    steps.length = 0
    const folding = db.fold()
    await until('the next journal', () => steps.length > 0)
    mark(db, 2)
    const journal = join(folder, 'journal-3.log')
    const change = steps.findLastIndex(({ call, path }) => call === 'write' && path === journal)
    const safe = steps.slice(0, change).filter(({ call }) => call === 'sync')
    expect(safe.map(({ path }) => path)).toEqual([journal, folder])
    expect(steps[change + 1]).toMatchObject({ call: 'syncData', path: journal })
    await folding
  })

  it('has every change synced before the transaction returns, and nobody told before that', async () => {
    const folder = tempFolder()
    const order: string[] = []
    const db = await open(folder, ({ call }) => order.push(call))
    order.length = 0
    db.transaction(() => {
      mark(db, 1)
      db.afterCommit(() => order.push('told'))
    })
    order.push('returned')
    expect(order).toEqual(['write', 'syncData', 'told', 'returned'])
  })
})
