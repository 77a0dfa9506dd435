import { createHash } from 'node:crypto'
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Database } from '@main/store/database'
import { until } from './until'

/** Reads the store of a data folder that is in use: as it is on the disk, the way the next start would. */
export async function withStoreCopy<T>(folder: string, work: (db: Database) => T | Promise<T>): Promise<T> {
  const copy = join(folder, 'copy')
  // A fold may take a file away under the copy.
  await until('a whole copy', () => copyStore(folder, copy))
  const db = await Database.open(copy)
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/** Stands for all rows of the store of a data folder: two are alike when nothing was changed in between. */
export const digestOfStore = (folder: string): Promise<string> =>
  withStoreCopy(folder, (db) => {
    const hash = createHash('sha256')
    const tables = db.all({ text: `SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`, values: [] })
    for (const { name } of tables)
      hash.update(JSON.stringify([name, db.all({ text: `SELECT * FROM "${name}"`, values: [] })]))
    return hash.digest('hex')
  })

function copyStore(folder: string, to: string): boolean {
  rmSync(to, { recursive: true, force: true })
  try {
    cpSync(join(folder, 'store'), to, { recursive: true, filter: (path) => !path.endsWith('/lock') })
    return true
  } catch {
    return false
  }
}
