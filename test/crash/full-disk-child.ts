// `full-disk-child.ts FOLDER [FILLER]` changes the store until it is refused, makes room by removing the filler, or, if
// there is none, by going on in a new journal, and changes it again. It writes what it saw as JSON.
import { rmSync } from 'node:fs'
import { AppError } from '@shared/contract/errors'
import { mark, marks, openMarks } from '../support/marks'

const [folder = '', filler] = process.argv.slice(2)
const text = 'x'.repeat(4000)

const db = await openMarks(folder)
/** The code of the refusal, or 'ok'. */
const attempt = (n: number): string => {
  try {
    mark(db, n, text)
    return 'ok'
  } catch (cause) {
    return cause instanceof AppError ? cause.code : String(cause)
  }
}
let count = 0
while (attempt(count + 1) === 'ok') count++
const refusals = [attempt(count + 1), attempt(count + 1)]
const kept = marks(db).length
const fold = await db.fold().catch((cause: NodeJS.ErrnoException) => cause.code)
if (filler !== undefined) rmSync(filler)
const later = [attempt(count + 1), attempt(count + 2)]
await db.close()

const again = await openMarks(folder)
const found = marks(again).length
process.stdout.write(JSON.stringify({ count, refusals, kept, fold, later, found, problems: again.problems.length }))
await again.close()
