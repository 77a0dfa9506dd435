import { access, constants } from 'node:fs/promises'
import { resolve } from 'node:path'
import { DriverError, type PowerFacet } from '../driver'
import { emulation } from './accelerators'
import { diskNames } from './disk-layout'
import { guardSockets, launch, refusalOf } from './launch'
import { hasAgent, type QemuAgents } from './qemu-agent'
import { qemuCommandLine } from './qemu-command-line'
import { needUnchanged } from './qemu-changes'
import { doing } from './qemu-errors'
import { powerOfGuest, refuse, type QemuGuest } from './qemu-guest'
import type { QemuHost } from './qemu-host'
import { applyLimits, isLimited } from './qemu-limits'
import { writeSeed } from './qemu-seed'
import { within } from './within'

/** How long QEMU may take to answer after it has come up, and to end in order. */
const ANSWER_MS = 30_000
const END_MS = 5_000

/** Starts and ends the processes that guests are, and presses their buttons, or asks the agent inside to. */
export const qemuPower = (host: QemuHost, agents: QemuAgents): PowerFacet => ({
  async state(handle) {
    return powerOfGuest(host.get(handle))
  },

  async start(handle, { media } = {}) {
    await host.get(handle).settled
    const guest = host.stopped(handle)
    guest.starting = true
    try {
      await needUnchanged(guest)
      if (media !== undefined) await needFile(media)
      if (await host.isTaken(guest)) refuse(guest, 'is run by another application')
      await doing('QEMU could not start', () => start(host, guest, media === undefined ? undefined : resolve(media)))
    } finally {
      guest.starting = false
    }
  },

  shutdown: async (handle) => host.running(handle).press(false, () => agents.powerDown(handle)),
  /** The guest shuts down, and its process waits and starts it over; an application that has ended meanwhile is not missed. */
  reboot: async (handle) => host.running(handle).press(true, () => agents.powerDown(handle)),
  /** A halted guest goes on. */
  reset: async (handle) => host.powered(handle).reset(),

  async forceOff(handle) {
    const guest = host.get(handle)
    if (guest.starting) refuse(guest, 'is being started')
    await guest.machine?.end(END_MS)
  }
})

async function start(host: QemuHost, guest: QemuGuest, media: string | undefined): Promise<void> {
  const { spec, folder } = guest
  const { clock } = host.options
  const { program, sharesClipboard } = host.qemu
  const acceleration = guest.emulated ? emulation : host.qemu.acceleration
  const disks = await diskNames(guest)
  await writeSeed(folder, spec, disks.length)
  const args = qemuCommandLine({
    spec,
    disks,
    media,
    acceleration,
    sharesClipboard,
    platform: process.platform
  })
  const monitor = await host.socketOf(guest, 'monitor')
  const launched = await launch({ program, args, folder, monitor, clock })
  const machine = host.attach(guest, launched, media ?? '')
  try {
    await within(ANSWER_MS, clock, machine.ready)
    if (machine.power.power !== 'running') throw new DriverError(machine.power.reason)
    guardSockets(folder, { hasAgent: hasAgent(guest) })
    if (isLimited(spec.qos)) await applyLimits(host, machine, spec)
  } catch (cause) {
    await machine.end(END_MS)
    throw cause instanceof DriverError && cause.fault === 'unavailable' ? await refusalOf(folder) : cause
  }
  host.adopt(guest, machine)
}

const needFile = (path: string): Promise<void> =>
  doing(`The file ${path} cannot be read`, () => access(path, constants.R_OK))
