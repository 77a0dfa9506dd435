import type { MenuItemConstructorOptions } from 'electron'

/** A menu that is built and kept, but never drawn. */
export class StandinMenu {
  static #application: StandinMenu | null = null
  readonly items: readonly MenuItemConstructorOptions[]

  constructor(items: readonly MenuItemConstructorOptions[] = []) {
    this.items = items
  }

  static buildFromTemplate(template: readonly MenuItemConstructorOptions[]): StandinMenu {
    return new StandinMenu(template)
  }

  getMenuItemById(id: string): MenuItemConstructorOptions | null {
    const within = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
      items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? within(item.submenu) : [])])
    return within(this.items).find((item) => item.id === id) ?? null
  }

  static setApplicationMenu(menu: StandinMenu | null): void {
    StandinMenu.#application = menu
  }

  static getApplicationMenu(): StandinMenu | null {
    return StandinMenu.#application
  }
}
