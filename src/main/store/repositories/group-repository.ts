import { menus, type Menu } from '@shared/contract/permissions'
import type { Visibility } from '@shared/contract/visibility'
import type { Database, Row } from '../database'
import { flag, list, number, text } from '../row'
import { sql } from '../sql'

export interface GroupRecord {
  readonly name: string
  readonly display: string
  /** Names of its roles. */
  readonly role: readonly string[]
}

/** What the members of a group share unless somebody chose otherwise. */
const nothing: Visibility = { instance_visible: false, disk_image_visible: false, media_image_visible: false }

/** User groups with the roles that each has, and what their members see of each other. */
export class GroupRepository {
  readonly #db: Database
  constructor(db: Database) {
    this.#db = db
  }

  list(): { name: string; display: string; member: number }[] {
    const rows = this.#db.all(
      sql`SELECT name, display, (SELECT count(*) FROM user WHERE user."group" = g.name) AS member
        FROM user_group g ORDER BY name`
    )
    return rows.map((row) => ({
      name: text(row, 'name'),
      display: text(row, 'display'),
      member: number(row, 'member')
    }))
  }

  find(name: string): GroupRecord | undefined {
    const row = this.#db.get(sql`SELECT * FROM user_group WHERE name = ${name}`)
    return row && { name, display: text(row, 'display'), role: this.#rolesOf(name) }
  }

  /** Names of the groups that have a role. */
  namesWith(role: string): string[] {
    return this.#db
      .all(sql`SELECT "group" FROM group_role WHERE role = ${role} ORDER BY "group"`)
      .map((row) => text(row, 'group'))
  }

  /** The union of the menus of its roles, in the order of the screen. */
  menusOf(group: string): Menu[] {
    const rows = this.#db.all(
      sql`SELECT menu FROM role JOIN group_role ON group_role.role = role.name WHERE group_role."group" = ${group}`
    )
    const granted = new Set(rows.flatMap((row) => list<Menu>(row, 'menu')))
    return menus.filter((menu) => granted.has(menu))
  }

  insert({ name, display, role }: GroupRecord): void {
    this.#db.run(sql`INSERT INTO user_group VALUES (${name}, ${display})`)
    this.#give(name, role)
  }

  update({ name, display, role }: GroupRecord): void {
    this.#db.run(sql`UPDATE user_group SET display = ${display} WHERE name = ${name}`)
    this.#db.run(sql`DELETE FROM group_role WHERE "group" = ${name}`)
    this.#give(name, role)
  }

  remove(name: string): void {
    this.#db.run(sql`DELETE FROM user_group WHERE name = ${name}`)
  }

  visibilityOf(group: string): Visibility {
    const row = this.#db.get(sql`SELECT * FROM visibility WHERE "group" = ${group}`)
    return row ? toVisibility(row) : nothing
  }

  setVisibility(group: string, { instance_visible, disk_image_visible, media_image_visible }: Visibility): void {
    this.#db.run(
      sql`INSERT OR REPLACE INTO visibility VALUES
        (${group}, ${Number(instance_visible)}, ${Number(disk_image_visible)}, ${Number(media_image_visible)})`
    )
  }

  #rolesOf(group: string): string[] {
    return this.#db
      .all(sql`SELECT role FROM group_role WHERE "group" = ${group} ORDER BY role`)
      .map((row) => text(row, 'role'))
  }

  #give(group: string, roles: readonly string[]): void {
    for (const role of new Set(roles)) this.#db.run(sql`INSERT INTO group_role VALUES (${group}, ${role})`)
  }
}

const toVisibility = (row: Row): Visibility => ({
  instance_visible: flag(row, 'instance_visible'),
  disk_image_visible: flag(row, 'disk_image_visible'),
  media_image_visible: flag(row, 'media_image_visible')
})
