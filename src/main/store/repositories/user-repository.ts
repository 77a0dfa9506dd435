import type { Menu } from '@shared/contract/permissions'
import type { Database, Row } from '../database'
import { list, text } from '../row'
import { sql } from '../sql'

export interface UserRecord {
  readonly name: string
  readonly nick: string
  readonly mail: string
  /** As `Passwords` made it. */
  readonly password: string
  /** '' for a user in no group. */
  readonly group: string
}

const fromRow = (row: Row): UserRecord => ({
  name: text(row, 'name'),
  nick: text(row, 'nick'),
  mail: text(row, 'mail'),
  password: text(row, 'password'),
  group: row['group'] === null ? '' : text(row, 'group')
})

/** Users, and the one group each is in. */
export class UserRepository {
  readonly #db: Database
  constructor(db: Database) {
    this.#db = db
  }

  any(): boolean {
    return this.#db.get(sql`SELECT 1 FROM user LIMIT 1`) !== undefined
  }

  list(): UserRecord[] {
    return this.#db.all(sql`SELECT * FROM user ORDER BY name`).map(fromRow)
  }

  find(name: string): UserRecord | undefined {
    const row = this.#db.get(sql`SELECT * FROM user WHERE name = ${name}`)
    return row && fromRow(row)
  }

  /** Names of the members of a group; '' gives those of users in none. */
  namesIn(group: string): string[] {
    return this.#db
      .all(sql`SELECT name FROM user WHERE coalesce("group", '') = ${group} ORDER BY name`)
      .map((row) => text(row, 'name'))
  }

  /** The users whose roles give any menu, each with the union of these menus, by name. */
  menus(): { readonly user: string; readonly menu: Menu[] }[] {
    const rows = this.#db.all(
      sql`SELECT user.name AS user, role.menu AS menu FROM user
        JOIN group_role ON group_role."group" = user."group" JOIN role ON role.name = group_role.role ORDER BY user.name`
    )
    const byUser = Map.groupBy(rows, (row) => text(row, 'user'))
    return [...byUser].map(([user, its]) => ({ user, menu: its.flatMap((row) => list<Menu>(row, 'menu')) }))
  }

  insert({ name, nick, mail, password, group }: UserRecord): void {
    this.#db.run(
      sql`INSERT INTO user (name, nick, mail, password, "group")
        VALUES (${name}, ${nick}, ${mail}, ${password}, ${group === '' ? null : group})`
    )
  }

  /** Writes what may change of a user. */
  update({ name, nick, mail, password, group }: UserRecord): void {
    this.#db.run(
      sql`UPDATE user SET nick = ${nick}, mail = ${mail}, password = ${password},
        "group" = ${group === '' ? null : group} WHERE name = ${name}`
    )
  }

  /** Who is signed in by itself, and the hash of the token for that. */
  automatic(): { readonly user: string; readonly hash: string } | undefined {
    const row = this.#db.get(sql`SELECT name, automatic FROM user WHERE automatic <> ''`)
    return row && { user: text(row, 'name'), hash: text(row, 'automatic') }
  }

  /** One user at most; '' for nobody. */
  setAutomatic(name: string, hash: string): void {
    this.#db.run(
      sql`UPDATE user SET automatic = iif(name = ${name}, ${hash}, '') WHERE name = ${name} OR automatic <> ''`
    )
  }

  remove(name: string): void {
    this.#db.run(sql`DELETE FROM user WHERE name = ${name}`)
  }
}
