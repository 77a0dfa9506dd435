import type { FromPage, MakeCodec, PageConfig, ToPage } from './page'
import { rendererIpc } from './renderer-ipc'
import { openWorld } from './worlds'

/** Prepares one world of a page before any script of the page runs; in the isolated one it runs the preload. */
export function runPage(makeCodec: MakeCodec, config: PageConfig): void {
  const expose = openWorld(makeCodec, config)
  if (config.world === 'main') return

  const world = globalThis as unknown as { standinPost(text: string): void; standinReceive(text: string): void }
  const post = (message: FromPage): void => world.standinPost(JSON.stringify(message))
  const { ipcRenderer, receive } = rendererIpc(makeCodec(), post)
  world.standinReceive = (text) => receive(JSON.parse(text) as ToPage)

  const input = (type: 'mouseDown' | 'keyDown') => (event: Event) => {
    if (event.isTrusted) post({ kind: 'input', type })
  }
  window.addEventListener('mousedown', input('mouseDown'), true)
  window.addEventListener('keydown', input('keyDown'), true)

  const contextBridge = {
    exposeInMainWorld(key: string, api: unknown) {
      if (key in window) throw new Error('Cannot bind an API on top of an existing property on the window object')
      expose(key, api)
    }
  }
  // A sandboxed preload may require little else.
  const require = (name: string): object => {
    if (name === 'electron') return { contextBridge, ipcRenderer }
    throw new Error(`module not found: ${name}`)
  }
  if (!config.preload) return
  const { path, code } = config.preload
  try {
    new Function('require', 'module', 'exports', `${code}\n//# sourceURL=${path}`)(require, { exports: {} }, {})
  } catch (cause) {
    post({ kind: 'preload-failed', message: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) })
  }
}
