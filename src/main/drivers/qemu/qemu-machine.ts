import type { Socket } from 'node:net'
import { resolve } from 'node:path'
import type { Clock } from '@main/kernel/clock'
import { DriverError, type GuestPower } from '../driver'
import { names, removeFiles } from './guest-files'
import { markUp, type GuestProcess } from './pid-file'
import { isAlive } from './process-usage'
import { ids } from './qemu-command-line'
import { lastWords, unexpectedEnd } from './qemu-log'
import { QmpClient } from './qmp/qmp-client'
import type { QmpEvent } from './qmp/qmp-codec'
import type { BlockDevice } from './qmp/qmp-commands'
import { farewellOf, powerOf } from './run-states'
import { within } from './within'

export interface MachineOptions {
  /** Of the guest. */
  readonly folder: string
  readonly clock: Clock
  readonly onChange: (power: GuestPower) => void
  /** What is in the drive of a guest that was started just now. */
  readonly startedWith?: string
}

/** How long the system may take to clear away a process that has ended. */
const CLEAR_MS = 1_500
const CLEAR_STEP_MS = 10
const RESET_MS = 5_000

/** One QEMU that runs, as its monitor tells: its power is known by events, its end by the end of the monitor. */
export class QemuMachine {
  readonly qmp: QmpClient
  readonly pid: number
  /** Resolves once QEMU has answered and the power is known; until then the guest counts as halted. */
  readonly ready: Promise<void>
  /** Gives why the guest is off, '' if somebody wanted it, once its process is gone. */
  readonly ended: Promise<string>
  power: GuestPower
  /** Path of the ISO in its drive, '' for none. */
  media = ''
  /** The accelerator met an instruction that it cannot run. */
  acceleratorFailed = false
  readonly #options: MachineOptions
  #cameUp = Promise.withResolvers<void>()
  #looking: Promise<void>
  #farewell: string | undefined
  #closed = false
  #released = false

  constructor(socket: Socket, { pid, since }: GuestProcess, options: MachineOptions) {
    this.#options = options
    this.pid = pid
    this.power = { power: 'failed', reason: `Its QEMU (process ${pid}) does not answer`, since }
    const end = Promise.withResolvers<string>()
    this.ended = end.promise
    this.qmp = new QmpClient(socket, {
      onEvent: (event) => this.#heard(event),
      onClose: () => {
        this.#closed = true
        end.resolve(this.#end())
      }
    })
    this.ready = this.qmp.ready.then(() => this.#meet())
    this.#looking = this.ready.catch(() => {})
  }

  /**
   * Presses the power button, unless `otherwise` gets the guest to switch itself off. With `again` it starts over once
   * it has.
   */
  async press(again: boolean, otherwise: () => Promise<boolean>): Promise<void> {
    await this.qmp.execute('set-action', { shutdown: again ? 'pause' : 'poweroff' })
    if (!(await otherwise())) await this.qmp.execute('system_powerdown')
  }

  /** Presses the reset button and waits until the guest has come up; a halted one goes on. */
  async reset(): Promise<void> {
    const { promise } = this.#cameUp
    await this.qmp.execute('system_reset')
    await within(RESET_MS, this.#options.clock, Promise.race([promise, this.ended]))
  }

  /** Ends the process and waits until it is gone: in order, or by force if that takes longer than `patienceMs`. */
  async end(patienceMs: number): Promise<void> {
    this.#farewell = ''
    const quit = this.qmp.execute('quit').then(
      () => this.ended,
      () => {}
    )
    await within(patienceMs, this.#options.clock, quit)
    this.#kill()
    await this.ended
  }

  /** Asks QEMU what the guest does and what is in its drive, and helps it on where it waits for us. */
  async look(): Promise<void> {
    const [status, devices] = await Promise.all([this.qmp.execute('query-status'), this.qmp.execute('query-block')])
    if (status.status === 'shutdown') await this.#startOver()
    if (status.status === 'prelaunch') await this.qmp.execute('cont')
    this.media = mediaIn(devices)
    this.acceleratorFailed ||= status.status === 'internal-error'
    const words = this.acceleratorFailed ? await lastWords(this.#options.folder) : ''
    this.#set({ ...powerOf(status, devices, words), since: this.power.since })
  }

  /** Makes the disk at a path larger; the guest sees it at once where its bus can tell it. */
  async resize(path: string, size: number): Promise<void> {
    const devices = await this.qmp.execute('query-block')
    const disk = devices.find(({ inserted }) => inserted && resolve(this.#options.folder, inserted.file) === path)
    const node = disk?.inserted?.['node-name']
    if (node === undefined) throw new DriverError(`The disk ${path} is not in the running guest yet`, 'wrong_state')
    await this.qmp.execute('block_resize', { 'node-name': node, size })
  }

  /** Lets go. The guest runs on, and nobody is told anything of it any more. */
  release(): void {
    this.#released = true
    this.qmp.close()
  }

  /** QEMU lets a new guest run before it answers for the first time; later it may be busy with it. */
  async #meet(): Promise<void> {
    const { startedWith } = this.#options
    if (startedWith === undefined) return this.look()
    this.media = startedWith
    this.#set({ ...this.power, power: 'running', reason: '' })
    this.#soon(() => this.look())
  }

  /** A guest that has shut down and still has its process was asked to reboot, perhaps by an earlier application. */
  async #startOver(): Promise<void> {
    await this.qmp.execute('set-action', { shutdown: 'poweroff' })
    await this.qmp.execute('system_reset')
  }

  #heard({ event, data, timestamp }: QmpEvent): void {
    if (event === 'SHUTDOWN') this.#farewell ??= farewellOf(data?.['reason'])
    if (event === 'RESET') {
      this.#farewell = undefined
      this.#soon(() => this.#up(timestamp.seconds * 1000 + timestamp.microseconds / 1000))
    }
    if (['STOP', 'RESUME', 'DEVICE_TRAY_MOVED'].includes(event)) this.#soon(() => this.look())
  }

  async #up(at: number): Promise<void> {
    const since = markUp(this.#options.folder, at)
    await this.look()
    this.#set({ ...this.power, since })
    this.#cameUp.resolve()
    this.#cameUp = Promise.withResolvers()
  }

  /** One after the other, so that the last word is the newest. What fails, fails because QEMU is gone or hangs. */
  #soon(work: () => Promise<void>): void {
    this.#looking = this.#looking.then(work).catch(() => {})
  }

  #set(power: GuestPower): void {
    const before = this.power
    this.power = power
    const same = before.power === power.power && before.reason === power.reason && before.since === power.since
    if (!same && !this.#released && !this.#closed) this.#options.onChange(power)
  }

  async #end(): Promise<string> {
    if (this.#released) return ''
    const { clock, folder } = this.#options
    for (let waited = 0; waited < CLEAR_MS && (await isAlive(this.pid)); waited += CLEAR_STEP_MS)
      await clock.sleep(CLEAR_STEP_MS)
    if (this.#farewell === undefined) return unexpectedEnd(folder)
    await removeFiles(folder, names.pid) // which QEMU does itself unless it was killed
    return this.#farewell
  }

  /** While the monitor is open the process lives, and its number is its own. */
  #kill(): void {
    if (!this.#closed) process.kill(this.pid, 'SIGKILL')
  }
}

/** What is in the drive: a guest may have opened the tray itself, and then the medium is out. */
function mediaIn(devices: readonly BlockDevice[]): string {
  const drive = devices.find(({ qdev }) => qdev === ids.drive)
  return drive?.tray_open === true ? '' : (drive?.inserted?.file ?? '')
}
