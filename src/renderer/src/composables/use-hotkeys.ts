import { onScopeDispose } from 'vue'

/** Keys as `Ctrl+K`, `Alt+ArrowLeft`, `F6`, `?`. On a Mac the command key counts as Ctrl. */
export type Hotkeys = Readonly<Record<string, () => void>>

/** Listens to keys of the whole window. Keys without Ctrl or Alt do nothing while somebody types. */
export function useHotkeys(hotkeys: Hotkeys): void {
  const heard = (event: KeyboardEvent): void => {
    const action = event.defaultPrevented ? undefined : hotkeys[nameOf(event)]
    if (!action || (isPlain(event) && isTyping(event.target))) return
    event.preventDefault()
    action()
  }
  window.addEventListener('keydown', heard)
  onScopeDispose(() => window.removeEventListener('keydown', heard))
}

function nameOf({ ctrlKey, metaKey, altKey, key }: KeyboardEvent): string {
  const name = key.length === 1 ? key.toUpperCase() : key
  return `${ctrlKey || metaKey ? 'Ctrl+' : ''}${altKey ? 'Alt+' : ''}${name}`
}

const isPlain = ({ ctrlKey, metaKey, altKey, key }: KeyboardEvent): boolean =>
  !ctrlKey && !metaKey && !altKey && key.length === 1

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
