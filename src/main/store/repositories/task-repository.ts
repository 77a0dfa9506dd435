import type { Task } from '@shared/contract/task'
import type { TaskStore } from '@main/kernel/task-runner'
import type { Database, Row } from '../database'
import { text } from '../row'
import { sql } from '../sql'

/** How many ended tasks are remembered. */
const KEPT = 1000

/** What windows say in their own words. */
type Words = Pick<Task, 'title_key' | 'title_values' | 'error_code' | 'error_details'>
const wordsOf = ({ title_key, title_values, error_code, error_details }: Task): string =>
  JSON.stringify({ title_key, title_values, error_code, error_details })

const fromRow = (row: Row): Task => ({
  id: text(row, 'id'),
  operation: text(row, 'operation'),
  subject: text(row, 'subject'),
  title: text(row, 'title'),
  user: text(row, 'user'),
  state: text(row, 'state') as Task['state'],
  progress: row['state'] === 'done' ? 1 : null,
  message: text(row, 'message'),
  error: text(row, 'error'),
  start_time: text(row, 'start_time'),
  end_time: text(row, 'end_time'),
  revision: 0,
  ...(JSON.parse(text(row, 'words')) as Words)
})

export class TaskRepository implements TaskStore {
  readonly #db: Database
  constructor(db: Database) {
    this.#db = db
  }

  save(task: Task, alongside?: () => void): void {
    const { id, operation, subject, title, user, state, message, error, start_time, end_time } = task
    this.#db.transaction(() => {
      alongside?.()
      this.#db.run(
        sql`INSERT INTO task VALUES (NULL, ${id}, ${operation}, ${subject}, ${title}, ${user}, ${state}, ${message}, ${error}, ${start_time}, ${end_time}, ${wordsOf(task)})
          ON CONFLICT (id) DO UPDATE SET state = excluded.state, message = excluded.message, error = excluded.error, end_time = excluded.end_time, words = excluded.words`
      )
      if (state !== 'running')
        this.#db.run(
          sql`DELETE FROM task WHERE number <= (SELECT max(number) FROM task) - ${KEPT} AND state <> 'running'`
        )
    })
  }

  find(id: string): Task | undefined {
    const row = this.#db.get(sql`SELECT * FROM task WHERE id = ${id}`)
    return row && fromRow(row)
  }

  list(limit: number, user?: string): Task[] {
    const of = user ?? null
    return this.#db
      .all(sql`SELECT * FROM task WHERE ${of} IS NULL OR user = ${of} ORDER BY number DESC LIMIT ${limit}`)
      .map(fromRow)
  }

  listUnfinished(): Task[] {
    return this.#db.all(sql`SELECT * FROM task WHERE state = 'running' ORDER BY number`).map(fromRow)
  }
}
