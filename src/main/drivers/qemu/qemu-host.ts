import { randomUUID } from 'node:crypto'
import { mkdir, readdir, realpath, rename, rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import type { Clock } from '@main/kernel/clock'
import type { Dispose } from '@main/kernel/disposable'
import type { Logger } from '@main/kernel/logger'
import { DriverError, type GuestChange, type GuestHandle, type GuestPower } from '../driver'
import { SerialLine } from '../serial-line'
import { isGuestId, isUnbegun, names, readSpec, volumesOf } from './guest-files'
import { readPidFile, type GuestProcess } from './pid-file'
import { settle } from './qemu-changes'
import { short } from './qemu-errors'
import { powerOfGuest, refuse, stoppedGuest, type QemuGuest } from './qemu-guest'
import { unexpectedEnd } from './qemu-log'
import { QemuMachine } from './qemu-machine'
import type { Qemu } from './qemu-probe'
import { connectUnix } from './qmp/connect-unix'
import { SocketPaths } from './socket-paths'
import { within } from './within'

export interface QemuHostOptions {
  /** Has one folder per guest. */
  readonly folder: string
  readonly clock: Clock
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** Folders to look for QEMU in; the usual ones if left out. */
  readonly places?: readonly string[]
}

/** A removed guest's folder until its files are gone. */
const TRASH = '.removed-'
const ANSWER_MS = 3_000

/** The guests of this computer: their folders, and the machines among them that run. */
export class QemuHost {
  readonly options: QemuHostOptions
  readonly folder: string
  readonly #guests = new Map<string, QemuGuest>()
  readonly #sockets: SocketPaths
  /** Their far ends are the serial ports of guests. */
  readonly #lines = new Set<Socket>()
  readonly #listeners = new Set<(change: GuestChange) => void>()
  #closed = false

  /** As it was found last. */
  qemu: Qemu

  private constructor(options: QemuHostOptions, folder: string, qemu: Qemu) {
    this.options = options
    this.folder = folder
    this.qemu = qemu
    this.#sockets = new SocketPaths(folder)
  }

  /** Finds the guests in the folder, and those of them that have run on since an earlier application. */
  static async open(options: QemuHostOptions, qemu: Qemu): Promise<QemuHost> {
    await mkdir(options.folder, { recursive: true, mode: 0o700 })
    const folder = await realpath(options.folder)
    const host = new QemuHost(options, folder, qemu)
    const found = await readdir(folder)
    await Promise.all(found.filter(isGuestId).map((id) => host.#find(id)))
    await Promise.all(found.filter((name) => name.startsWith(TRASH)).map((name) => host.#sweep(name)))
    return host
  }

  /** By id. Refuses, as everything does, once the host is let go. */
  get guests(): Map<string, QemuGuest> {
    this.needOpen()
    return this.#guests
  }

  get({ id }: GuestHandle): QemuGuest {
    const guest = this.guests.get(id)
    if (!guest) throw new DriverError(`There is no guest ${short(id)} on this host`, 'unknown_guest')
    return guest
  }

  /** The machine of a guest that has power, even if it is halted. */
  powered(handle: GuestHandle): QemuMachine {
    const guest = this.get(handle)
    return guest.machine ?? refuse(guest, 'does not run')
  }

  running(handle: GuestHandle): QemuMachine {
    const guest = this.get(handle)
    const machine = guest.machine ?? refuse(guest, 'does not run')
    if (machine.power.power === 'failed') refuse(guest, `is halted. ${machine.power.reason}`)
    return machine
  }

  stopped(handle: GuestHandle): QemuGuest {
    const guest = this.get(handle)
    if (guest.starting) refuse(guest, 'is being started')
    if (guest.busy !== '') refuse(guest, `is busy: ${guest.busy}`)
    if (guest.making.size > 0) refuse(guest, 'is busy: a disk is being made')
    if (guest.machine) refuse(guest, guest.machine.power.power === 'failed' ? 'is halted' : 'runs')
    return guest
  }

  socketOf({ spec }: QemuGuest, socket: 'monitor' | 'screen' | 'serial' | 'agent'): Promise<string> {
    return this.#sockets.of(spec.id, names[socket])
  }

  /** A process that may be the guest, and is from when it is adopted; one of a moment ago was `startedWith` a medium. */
  attach(
    guest: QemuGuest,
    { socket, process }: { readonly socket: Socket; readonly process: GuestProcess },
    startedWith?: string
  ): QemuMachine {
    const machine: QemuMachine = new QemuMachine(socket, process, {
      folder: guest.folder,
      clock: this.options.clock,
      ...(startedWith !== undefined && { startedWith }),
      onChange: (power) => {
        if (guest.machine === machine) this.#tell(guest, power)
      }
    })
    return machine
  }

  /** From now on the machine is the guest; listeners hear what becomes of it. */
  adopt(guest: QemuGuest, machine: QemuMachine): void {
    if (this.#closed) machine.release()
    this.needOpen()
    guest.machine = machine
    guest.reason = ''
    guest.serial = this.#listenTo(guest)
    this.#tell(guest, machine.power)
    void machine.ended.then((reason) => this.#ended(guest, reason))
  }

  /** Whether a QEMU that is not ours runs the guest; whoever it belongs to is not disturbed. */
  async isTaken(guest: QemuGuest): Promise<boolean> {
    const socket = await this.#connect(guest)
    socket?.destroy()
    return socket !== undefined
  }

  /** Forgets a guest and removes its folders, which are whole until it is gone. */
  async remove(guest: QemuGuest): Promise<void> {
    const trash = `${TRASH}${guest.spec.id}-${randomUUID()}`
    await rename(guest.folder, join(this.folder, trash))
    this.guests.delete(guest.spec.id)
    await this.#sweep(trash)
  }

  onChange(listener: (change: GuestChange) => void): Dispose {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Refuses work once the host is let go. */
  needOpen(): void {
    if (this.#closed) throw new DriverError('The connection to this host is closed', 'unavailable')
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#listeners.clear()
    for (const { machine } of this.#guests.values()) machine?.release()
    for (const socket of this.#lines) socket.destroy()
    await this.#sockets.close()
  }

  async #find(id: string): Promise<void> {
    const folder = join(this.folder, id)
    try {
      const spec = await readSpec(folder, id)
      const guest = stoppedGuest(spec, folder, await volumesOf(spec, folder))
      this.guests.set(id, guest)
      await this.#findMachine(guest)
      // An end in order leaves no pid file.
      if (!guest.machine && readPidFile(folder)) guest.reason = await unexpectedEnd(folder)
      guest.settled = settle(this, guest)
    } catch (cause) {
      // Whoever was defining it has ended, and nobody was told of it.
      if (await isUnbegun(folder).catch(() => false)) await rm(folder, { recursive: true, force: true })
      else this.options.log.warn(`the folder ${folder} is not a guest's: ${String(cause)}`)
    }
  }

  /** Looks for a process from an earlier application that is this guest; waits a while for its answer. */
  async #findMachine(guest: QemuGuest): Promise<void> {
    const socket = await this.#connect(guest)
    if (!socket) return
    const process = readPidFile(guest.folder)
    if (!process) return void socket.destroy()
    const machine = this.attach(guest, { socket, process })
    this.adopt(guest, machine)
    const known = machine.ready.catch(() => machine.ended)
    await within(ANSWER_MS, this.options.clock, known)
  }

  async #connect(guest: QemuGuest): Promise<Socket | undefined> {
    return connectUnix(await this.socketOf(guest, 'monitor')).catch(() => undefined)
  }

  /** Hears a machine's serial port from now on, so that who looks later sees what it said. QEMU takes one listener. */
  async #listenTo(guest: QemuGuest): Promise<SerialLine | undefined> {
    const socket = await connectUnix(await this.socketOf(guest, 'serial')).catch(() => undefined)
    if (!socket) return undefined
    if (this.#closed) socket.destroy()
    this.#lines.add(socket)
    const line = new SerialLine((bytes, done) => socket.write(bytes, () => done()))
    socket.on('data', (bytes) => line.say(bytes))
    socket.once('close', () => {
      this.#lines.delete(socket)
      line.end()
    })
    return line
  }

  /** What cannot be removed now is tried again when the host is opened the next time. */
  async #sweep(trash: string): Promise<void> {
    try {
      await this.#sweepVolumes(join(this.folder, trash))
      await rm(join(this.folder, trash), { recursive: true, force: true })
    } catch (cause) {
      this.options.log.warn(`files of a removed guest are left: ${String(cause)}`)
    }
  }

  /** The folder of a removed guest says where its disks are, so that it goes last. */
  async #sweepVolumes(trash: string): Promise<void> {
    const id = trash.slice(join(this.folder, TRASH).length, -randomUUID().length - 1)
    const spec = await readSpec(trash, id).catch(() => undefined)
    const volumes = spec && (await volumesOf(spec, trash))
    if (volumes !== undefined && volumes !== trash && !this.#guests.has(id))
      await rm(volumes, { recursive: true, force: true })
  }

  #ended(guest: QemuGuest, reason: string): void {
    if (this.#closed) return
    guest.emulated ||= guest.machine?.acceleratorFailed === true
    guest.machine = undefined
    guest.reason = reason
    if (reason !== '') this.options.log.warn(`guest ${guest.spec.id} is off: ${reason}`)
    this.#tell(guest, powerOfGuest(guest))
  }

  #tell({ spec }: QemuGuest, power: GuestPower): void {
    for (const listener of this.#listeners) listener({ id: spec.id, ...power })
  }
}
