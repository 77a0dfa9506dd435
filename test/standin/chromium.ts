import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { Cdp, type CdpSession } from './cdp'

const PROGRAM = process.env['STANDIN_CHROMIUM'] ?? '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-features=Translate,MediaRouter,DialMediaRouteProvider,GlobalMediaControls',
  '--disable-gpu',
  '--disable-session-crashed-bubble',
  '--disable-sync',
  '--force-color-profile=srgb',
  '--hide-crash-restore-bubble',
  '--lang=en-US',
  '--password-store=basic',
  '--test-type'
]

/** A page that Chromium has opened and holds before its first script. */
export interface PageTarget {
  readonly session: CdpSession
  readonly id: string
}

/** The one Chromium of the stand-in. It ends with this process, for it hangs on the debugging pipe. */
export class Chromium {
  readonly #profile = mkdtempSync(join(tmpdir(), 'standin-profile-'))
  readonly #process: ChildProcess
  readonly #cdp: Cdp
  readonly #expected: { opened: PromiseWithResolvers<PageTarget>; gone: () => void }[] = []
  readonly #gone = new Map<string, () => void>()
  readonly #address = Promise.withResolvers<string>()
  readonly browser: CdpSession
  /** Opens are one after the other, so that each window gets the page meant for it. */
  #opening: Promise<unknown> = Promise.resolve()

  constructor(hostRules: string) {
    this.#process = spawn(
      PROGRAM,
      [
        ...FLAGS,
        `--host-resolver-rules=${hostRules}`,
        `--user-data-dir=${this.#profile}`,
        '--remote-debugging-pipe',
        '--remote-debugging-port=0',
        '--no-startup-window',
        '--keep-alive-for-test'
      ],
      { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] }
    )
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      const address = /DevTools listening on (ws:\S+)/.exec(text)?.[1]
      if (address !== undefined) this.#address.resolve(address)
    })
    this.#cdp = new Cdp(this.#process.stdio[4] as Readable, this.#process.stdio[3] as Writable)
    this.browser = this.#cdp.session('')
  }

  /** Resolves when windows can be opened. */
  async start(): Promise<void> {
    this.browser.on('Target.attachedToTarget', (event) => this.#attached(event))
    this.browser.on('Target.detachedFromTarget', ({ sessionId }) => this.#gone.get(sessionId)?.())
    await this.browser.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter: [{ type: 'page' }, { exclude: true }]
    })
  }

  /** Where a test may connect to the same pages, and the process it may wait for. */
  async whereabouts(): Promise<{ address: string; pid: number | undefined }> {
    return { address: await this.#address.promise, pid: this.#process.pid }
  }

  /** Opens a window without tabs or address line. `gone` is called once, when it has closed. */
  openWindow(url: string, gone: () => void): Promise<PageTarget> {
    const next = this.#opening.then(() => {
      const opened = Promise.withResolvers<PageTarget>()
      this.#expected.push({ opened, gone })
      // The second process hands its wish to the first and ends.
      spawn(PROGRAM, [...FLAGS, `--user-data-dir=${this.#profile}`, `--app=${url}`], { stdio: 'ignore' })
      return opened.promise
    })
    this.#opening = next
    return next
  }

  async close(): Promise<void> {
    const { exitCode, signalCode } = this.#process
    const ended = exitCode === null && signalCode === null ? once(this.#process, 'exit') : undefined
    this.browser.send('Browser.close').catch(() => this.#process.kill('SIGKILL'))
    await ended
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 })
  }

  /** What a page opened by itself was denied already by `setWindowOpenHandler`, so it goes. */
  #attached({
    sessionId,
    targetInfo
  }: {
    sessionId: string
    targetInfo: { targetId: string; openerId?: string }
  }): void {
    const page = { session: this.#cdp.session(sessionId), id: targetInfo.targetId }
    const expected = targetInfo.openerId === undefined ? this.#expected.shift() : undefined
    // It may have gone by itself already.
    if (!expected) return void this.#dismiss(page).catch(() => {})
    this.#gone.set(sessionId, expected.gone)
    expected.opened.resolve(page)
  }

  /** A page that is closed before its first script runs would hold up the one that opened it for ever. */
  async #dismiss({ session, id }: PageTarget): Promise<void> {
    await session.send('Runtime.runIfWaitingForDebugger')
    await this.browser.send('Target.closeTarget', { targetId: id })
  }
}
