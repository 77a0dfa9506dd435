import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import type { Tray } from 'electron'
import type { StandinMenu } from './menu'

type Faithful = 'destroy' | 'isDestroyed' | 'setToolTip'

/** A tray that is kept, but never drawn. */
export class StandinTray extends EventEmitter implements Pick<Tray, Faithful> {
  static readonly all: StandinTray[] = []
  menu: StandinMenu | null = null
  #destroyed = false

  constructor(image: string) {
    super()
    if (!existsSync(image)) throw new Error(`Failed to load image from path '${image}'`)
    StandinTray.all.push(this)
  }

  setContextMenu(menu: StandinMenu | null): void {
    this.menu = menu
  }

  setToolTip(): void {}

  destroy(): void {
    this.#destroyed = true
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }
}
