import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '@main/store/database'
import { GroupCommit } from '@main/store/group-commit'
import { nodeIo } from '@main/store/store-io'
import { mark, marks, openMarks, tempFolder } from '../support/store-folder'

describe('changes that share a commit', () => {
  let db: Database
  let commits: GroupCommit
  let syncs = 0
  beforeEach(async () => {
    const syncData = (file: number): void => {
      syncs++
      nodeIo.syncData(file)
    }
    db = await openMarks(tempFolder(), { io: { ...nodeIo, syncData } })
    commits = new GroupCommit(db)
    syncs = 0
  })
  afterEach(() => db.close())

  test('wait for the disk once, and are on it before any is answered', async () => {
    const numbers = Array.from({ length: 20 }, (_, n) => n + 1)
    const answers = await Promise.all(
      numbers.map(async (n) => {
        const answer = await commits.run(() => {
          mark(db, n)
          return n * 2
        })
        expect(syncs).toBe(1)
        return answer
      })
    )
    expect(answers).toEqual(numbers.map((n) => n * 2))
    expect(marks(db)).toEqual(numbers)
  })

  test('do not share the failure of one', async () => {
    const results = await Promise.allSettled([1, 2, 2, 3].map((n) => commits.run(() => mark(db, n))))
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
    expect(marks(db)).toEqual([1, 2, 3])
  })

  test('leave the main loop its turns, however many they are', async () => {
    let turns = 0
    let isOver = false
    const turn = (): void => void (isOver || (turns++, setImmediate(turn)))
    setImmediate(turn)
    await Promise.all(Array.from({ length: 320 }, (_, n) => commits.run(() => mark(db, n + 1))))
    isOver = true
    expect(turns).toBeGreaterThanOrEqual(10)
    expect(syncs).toBeLessThanOrEqual(20)
  })

  test('take back what was remembered beside the rows, newest first, of those that fail alone', async () => {
    const remembered: number[] = []
    const change = (n: number): Promise<void> =>
      commits.run(() => {
        remembered.push(n)
        db.afterRollback(() => expect(remembered.pop()).toBe(n))
        mark(db, n)
      })
    await Promise.allSettled([1, 2, 2].map(change))
    expect(remembered).toEqual([1, 2])
  })
})
