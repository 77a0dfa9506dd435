import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { BrowserWindow, Rectangle } from 'electron'

/** How much of a window must be on some screen for a person to get hold of it. */
const GRIP = { width: 160, height: 60 }

/** Where a window was. */
export interface WindowState {
  readonly bounds: Rectangle
  readonly maximized: boolean
}

/** The state kept in `file`, if its window would be seen on one of `screens`; `undefined` when it would not. */
export function readWindowState(file: string, screens: readonly Rectangle[]): WindowState | undefined {
  try {
    const state: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isWindowState(state) && screens.some((screen) => shows(screen, state.bounds)) ? state : undefined
  } catch {
    return undefined
  }
}

/** Keeps where `window` is when it closes. A folder that cannot be written costs a person only that. */
export function keepWindowState(window: BrowserWindow, file: string): void {
  window.on('close', () => {
    const state: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized() }
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      writeFileSync(file, JSON.stringify(state), { mode: 0o600 })
    } catch {
      return
    }
  })
}

function shows(screen: Rectangle, { x, y, width, height }: Rectangle): boolean {
  const across = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x)
  const top = y >= screen.y && y + GRIP.height <= screen.y + screen.height
  return across >= GRIP.width && top && width >= GRIP.width && height >= GRIP.height
}

function isWindowState(value: unknown): value is WindowState {
  const { bounds, maximized } = (value ?? {}) as Partial<WindowState>
  const { x, y, width, height } = (bounds ?? {}) as Partial<Rectangle>
  return typeof maximized === 'boolean' && [x, y, width, height].every(Number.isInteger)
}
