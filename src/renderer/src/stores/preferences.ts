import { defineStore } from 'pinia'
import { reactive, toRefs, watch } from 'vue'

/** What one person likes on one computer; kept there, and followed by every window. */
export interface Preferences {
  theme: 'system' | 'light' | 'dark'
  language: 'system' | 'en' | 'zh-CN'
  menuFolded: boolean
  /** How high the rows of tables are. */
  density: 'dense' | 'usual' | 'airy'
  dockOpen: boolean
  /** Chords of the person's own for consoles, as `Ctrl+Alt+F7`. */
  chords: readonly string[]
  /** Text that is copied here or in a guest is on both clipboards. */
  shareClipboard: boolean
  wallPace: 'slow' | 'quick' | 'live'
  wallRunningOnly: boolean
  /** Of a picture on the wall, in pixels. */
  wallWidth: number
  /** Filters of the guest list under their names. */
  guestFilters: readonly { readonly name: string; readonly text: string }[]
  guestColumns: readonly string[]
  guestView: 'table' | 'cards'
  /** Whether the cards of the guest list show screens, or only signs. */
  liveScreens: boolean
  imageView: 'table' | 'cards'
}

const KEPT = 'nano.preferences'
const usual: Preferences = {
  theme: 'system',
  language: 'system',
  menuFolded: false,
  density: 'usual',
  dockOpen: false,
  chords: [],
  shareClipboard: false,
  wallPace: 'slow',
  wallRunningOnly: false,
  wallWidth: 260,
  guestFilters: [],
  guestColumns: ['state', 'cpu', 'memory', 'cell', 'address', 'tags'],
  guestView: 'table',
  liveScreens: true,
  imageView: 'table'
}

/** Preferences as refs; to change one is to keep it. */
export const usePreferences = defineStore('preferences', () => {
  const kept = reactive({ ...usual, ...read(localStorage.getItem(KEPT)) })
  watch(kept, () => localStorage.setItem(KEPT, JSON.stringify(kept)), { flush: 'sync' })
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key === KEPT) Object.assign(kept, read(newValue))
  })
  return toRefs(kept)
})

function read(text: string | null): Partial<Preferences> {
  try {
    const found = JSON.parse(text ?? '{}') as Partial<Preferences>
    return Object.fromEntries(
      Object.entries(found).filter(([name, value]) => typeof value === typeof usual[name as keyof Preferences])
    )
  } catch {
    return {}
  }
}
