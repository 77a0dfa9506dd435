import type { Menu } from '@shared/contract/permissions'
import type { Database } from '../database'
import { list, text } from '../row'
import { sql } from '../sql'

export interface UserRecord {
  readonly name: string
  readonly nick: string
  readonly mail: string
  /** As `hashPassword` made it. */
  readonly password: string
  /** '' for a user in no group. */
  readonly group: string
}

/** Users, the one group each is in, and the roles of groups. */
export class UserRepository {
  readonly #db: Database
  constructor(db: Database) {
    this.#db = db
  }

  any(): boolean {
    return this.#db.get(sql`SELECT 1 FROM user LIMIT 1`) !== undefined
  }

  find(name: string): UserRecord | undefined {
    const row = this.#db.get(sql`SELECT * FROM user WHERE name = ${name}`)
    return (
      row && {
        name: text(row, 'name'),
        nick: text(row, 'nick'),
        mail: text(row, 'mail'),
        password: text(row, 'password'),
        group: row['group'] === null ? '' : text(row, 'group')
      }
    )
  }

  /** The union of the menus of the group's roles. */
  menusOf(group: string): Menu[] {
    const rows = this.#db.all(
      sql`SELECT menu FROM role JOIN group_role ON group_role.role = role.name WHERE group_role."group" = ${group}`
    )
    return [...new Set(rows.flatMap((row) => list<Menu>(row, 'menu')))]
  }

  insert({ name, nick, mail, password, group }: UserRecord): void {
    this.#db.run(sql`INSERT INTO user VALUES (${name}, ${nick}, ${mail}, ${password}, ${group === '' ? null : group})`)
  }

  insertRole(name: string, menu: readonly Menu[]): void {
    this.#db.run(sql`INSERT INTO role VALUES (${name}, ${JSON.stringify(menu)})`)
  }

  insertGroup(name: string, display: string, roles: readonly string[]): void {
    this.#db.run(sql`INSERT INTO user_group VALUES (${name}, ${display})`)
    for (const role of roles) this.#db.run(sql`INSERT INTO group_role VALUES (${name}, ${role})`)
  }
}
