import type { Menu } from '@shared/contract/permissions'
import type { Database } from '../database'
import { list, text } from '../row'
import { sql } from '../sql'

/** Roles: which menus each grants. */
export class RoleRepository {
  readonly #db: Database
  constructor(db: Database) {
    this.#db = db
  }

  names(): string[] {
    return this.#db.all(sql`SELECT name FROM role ORDER BY name`).map((row) => text(row, 'name'))
  }

  list(): { name: string; menu: Menu[] }[] {
    return this.#db
      .all(sql`SELECT name, menu FROM role ORDER BY name`)
      .map((row) => ({ name: text(row, 'name'), menu: list<Menu>(row, 'menu') }))
  }

  /** The menus of a role; undefined if there is none of that name. */
  find(name: string): Menu[] | undefined {
    const row = this.#db.get(sql`SELECT menu FROM role WHERE name = ${name}`)
    return row && list<Menu>(row, 'menu')
  }

  insert(name: string, menu: readonly Menu[]): void {
    this.#db.run(sql`INSERT INTO role VALUES (${name}, ${JSON.stringify(menu)})`)
  }

  update(name: string, menu: readonly Menu[]): void {
    this.#db.run(sql`UPDATE role SET menu = ${JSON.stringify(menu)} WHERE name = ${name}`)
  }

  remove(name: string): void {
    this.#db.run(sql`DELETE FROM role WHERE name = ${name}`)
  }
}
