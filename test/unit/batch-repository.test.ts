import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Database } from '@main/store/database'
import { BatchRepository } from '@main/store/repositories/batch-repository'

describe('remembered batches', () => {
  let db: Database
  let batches: BatchRepository
  beforeEach(async () => {
    db = await Database.open(null)
    batches = new BatchRepository(db)
  })
  afterEach(() => db.close())

  const add = (id: string, items: number): void =>
    db.transaction(() => {
      const guests = Array.from({ length: items }, (_, n) => ({ name: `web_${n}`, guest: '' }))
      batches.insert({ id, kind: 'create', user: 'ada', group: '', create_time: '' }, guests)
    })
  const finish = (id: string): void => db.transaction(() => batches.settleRest(id, 'no'))
  const known = (id: string): boolean => batches.find(id) !== undefined

  test('are the last thousand; one that goes on is never forgotten', () => {
    add('going', 1)
    for (let n = 0; n < 1_005; n++) {
      add(`b-${n}`, 1)
      finish(`b-${n}`)
    }
    expect([known('going'), known('b-4'), known('b-5'), known('b-1004')]).toEqual([true, false, true, true])
    expect(batches.items('b-4')).toEqual([])
  })

  test('are fewer when they are large', () => {
    for (let n = 0; n < 25; n++) {
      add(`b-${n}`, 10_000)
      finish(`b-${n}`)
    }
    expect([known('b-4'), known('b-5')]).toEqual([false, true])
  })
})
