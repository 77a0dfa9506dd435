// `endless-child.ts FOLDER` opens the store and changes it, with folds meanwhile, until it is killed. It writes a line
// when it begins to open, and the number of each change that was acknowledged.
import { writeSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { mark, marks, openMarks } from '../support/marks'

const say = (line: string | number): void => void writeSync(1, `${line}\n`)

say('opening')
const db = await openMarks(process.argv[2] ?? '')
for (let n = marks(db).length + 1; ; n++) {
  mark(db, n, 'x'.repeat((n * 7919) % 5000))
  say(n)
  if (n % 20 === 0) void db.fold()
  if (n % 3 === 0) await setImmediate()
}
