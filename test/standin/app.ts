import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { App } from 'electron'
import { StandinWindow } from './browser-window'
import type { Chromium } from './chromium'
import { InstanceLock } from './instance-lock'

type Faithful =
  | 'isPackaged'
  | 'whenReady'
  | 'isReady'
  | 'getVersion'
  | 'getLocale'
  | 'getPath'
  | 'setPath'
  | 'quit'
  | 'exit'
  | 'requestSingleInstanceLock'
  | 'setAsDefaultProtocolClient'
  | 'enableSandbox'

class StandinApp extends EventEmitter implements Pick<App, Faithful> {
  readonly isPackaged = false
  readonly #ready = Promise.withResolvers<void>()
  readonly #paths = new Map([
    ['home', homedir()],
    ['temp', tmpdir()],
    ['userData', join(tmpdir(), 'standin-user-data')]
  ])
  #lock: InstanceLock | undefined
  #chromium: Chromium | undefined
  #isReady = false
  #quitting = false

  whenReady(): Promise<void> {
    return this.#ready.promise
  }

  isReady(): boolean {
    return this.#isReady
  }

  get isQuitting(): boolean {
    return this.#quitting
  }

  /** Called once: from now on there can be windows. */
  start(chromium: Chromium): void {
    this.#chromium = chromium
    this.#isReady = true
    this.emit('ready', {})
    this.#ready.resolve()
  }

  getVersion(): string {
    const main = process.argv[1] ?? ''
    const manifest = readFileSync(join(dirname(main), '../../package.json'), 'utf8')
    return (JSON.parse(manifest) as { version: string }).version
  }

  getLocale(): string {
    return 'en-US'
  }

  getPath(name: string): string {
    const path = this.#paths.get(name)
    if (path === undefined) throw new Error(`Failed to get '${name}' path`)
    return path
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path)
  }

  enableSandbox(): void {}

  setAsDefaultProtocolClient(): boolean {
    return true
  }

  requestSingleInstanceLock(): boolean {
    this.#lock = new InstanceLock(this.getPath('userData'), ({ argv, folder }) =>
      this.emit('second-instance', {}, argv, folder, null)
    )
    return this.#lock.isHeld
  }

  quit(): void {
    let prevented = false
    const event = { preventDefault: () => (prevented = true) }
    this.emit('before-quit', event)
    for (const window of StandinWindow.getAllWindows()) {
      if (prevented) return
      window.emit('close', event)
    }
    if (prevented) return
    this.#quitting = true
    for (const window of StandinWindow.getAllWindows()) window.destroy()
    this.emit('will-quit', event)
    if (!prevented) this.exit()
  }

  exit(code = 0): void {
    this.#quitting = true
    const ended = [this.#lock?.release() ?? Promise.resolve(), this.#chromium?.close() ?? Promise.resolve()]
    void Promise.allSettled(ended).then(() => process.exit(code))
  }
}
export const app = new StandinApp()
