import { Database } from '@main/store/database'
import { sql } from '@main/store/sql'
import { expect, test } from 'vitest'

test('a committed change can be read back', async () => {
  const db = await Database.open(null)
  db.transaction(() => db.run(sql`INSERT INTO setting VALUES (${'a'}, ${'1'})`))
  expect(db.get(sql`SELECT value FROM setting WHERE key = ${'a'}`)).toEqual({ value: '1' })
  await db.close()
})
