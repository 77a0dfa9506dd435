import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { Duplex } from 'node:stream'
import type { Acceleration } from '@shared/contract/cell'
import { DriverError } from '../driver'
import { acceleratorFor, emulation, processorFacts, type Finding, type ProcessorFacts } from './accelerators'
import { findPrograms, type Programs } from './find-programs'
import { installCommand } from './install-command'
import { confinement, machine } from './qemu-command-line'
import { QmpClient } from './qmp/qmp-client'

/** A QEMU that works, and how it runs guests on this computer. */
export interface ProbedQemu {
  readonly program: string
  readonly version: string
  /** True if its screens share their clipboard with a guest that has the SPICE agent (since QEMU 6.1, not in every build). */
  readonly sharesClipboard: boolean
  readonly acceleration: Acceleration
  readonly finding: Finding
}

/** The same with its disk tool, if that is installed. */
export type Qemu = ProbedQemu & Pick<Programs, 'img'>

/** The findings of this process's life, by path and time of the program: another QEMU is another finding. */
const found = new Map<string, Promise<ProbedQemu>>()
const TRIAL_MS = 15_000

/**
 * Finds QEMU and how it runs guests here; rejects as `unavailable`, with the command that installs it, if there
 * is none, or with QEMU's own words if it does not work. With `again` nothing that was found before counts.
 */
export async function probeQemu(places?: readonly string[], again = false): Promise<Qemu> {
  const { system, img } = await findPrograms(places)
  if (system === undefined) throw new DriverError(await missing('QEMU'), 'unavailable')
  const key = `${system}:${(await stat(system)).mtimeMs}`
  if (again) found.delete(key)
  const probed = found.get(key) ?? processorFacts().then((facts) => probeProgram(system, facts))
  found.set(key, probed)
  probed.catch(() => found.delete(key))
  return { ...(await probed), img }
}

/** What to say of a program that is not installed. */
export async function missing(program: string): Promise<string> {
  const command = await installCommand()
  return `${program} is not installed on this computer${command === '' ? '' : `; install it with: ${command}`}`
}

/** How a QEMU runs guests on a computer like this; rejects with its own words if it does not work at all. */
export async function probeProgram(program: string, facts: ProcessorFacts): Promise<ProbedQemu> {
  const accelerator = acceleratorFor(facts)
  const finding = 'code' in accelerator ? accelerator : await tryModels(program, accelerator)
  if ('version' in finding) return finding
  const tried = await tryMachine(program, emulation).catch((cause: Error) => {
    throw new DriverError(`QEMU (${program}) does not work: ${cause.message}`, 'unavailable', { cause })
  })
  return { program, ...tried, acceleration: { ...emulation, reason: finding.reason }, finding }
}

/** The first model that starts wins. */
async function tryModels(
  program: string,
  { name, models }: { readonly name: string; readonly models: readonly string[] }
): Promise<ProbedQemu | Finding> {
  let words = ''
  for (const cpu_model of models)
    try {
      const tried = await tryMachine(program, { accelerator: name, cpu_model })
      const reason = `The processor runs guests by itself (${name})`
      const finding = { code: 'accelerated', reason, command: '' } as const
      return { program, ...tried, acceleration: { accelerator: name, cpu_model, reason }, finding }
    } catch (cause) {
      words ||= (cause as Error).message
    }
  return { code: 'accelerator_fails', reason: `QEMU does not start with ${name}: ${words}`, command: '' }
}

/** Starts a machine that never runs, asks it, and ends it; rejects with QEMU's words. */
async function tryMachine(
  program: string,
  processor: Pick<Acceleration, 'accelerator' | 'cpu_model'>
): Promise<Pick<ProbedQemu, 'version' | 'sharesClipboard'>> {
  const child = spawn(
    program,
    [
      ...confinement(process.platform),
      ...machine('q35', processor),
      '-m',
      '16',
      '-S',
      '-display',
      'none',
      '-qmp',
      'stdio'
    ],
    { stdio: ['pipe', 'pipe', 'pipe'], timeout: TRIAL_MS, killSignal: 'SIGKILL', windowsHide: true }
  )
  let words = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words += text))
  const ended = once(child, 'close')
  const qmp = new QmpClient(Duplex.from({ readable: child.stdout, writable: child.stdin }))
  try {
    const version = await qmp.ready
    await qmp.execute('query-status')
    const backend = { type: 'qemu-vdagent', data: { clipboard: true } } as const
    const sharesClipboard = await qmp.execute('chardev-add', { id: 'trial', backend }).then(
      () => true,
      () => false
    )
    await qmp.execute('quit')
    return { version, sharesClipboard }
  } catch (cause) {
    child.kill('SIGKILL')
    await ended
    throw new Error(words.trim() || (cause as Error).message, { cause })
  } finally {
    await ended.catch(() => {})
  }
}
