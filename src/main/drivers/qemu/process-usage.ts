import { readFile } from 'node:fs/promises'
import { runProcess } from '@main/kernel/run-process'

/** What a process has used: CPU time in milliseconds, memory in bytes. */
export interface ProcessUsage {
  readonly cpuMs: number
  readonly resident: number
}

/** The kernel tells CPU time in hundredths of a second on every Linux (`USER_HZ`, proc(5)). */
const TICK_MS = 10

/** What several processes use, all at once; those that have ended are left out. */
export async function processUsage(pids: readonly number[]): Promise<ReadonlyMap<number, ProcessUsage>> {
  if (pids.length === 0) return new Map()
  if (process.platform !== 'linux') return fromPs(pids)
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [stat, status] = await Promise.all([readProc(pid, 'stat'), readProc(pid, 'status')])
      return [pid, parseStat(stat), parseStatus(status)] as const
    })
  )
  return new Map(found.flatMap(([pid, stat, resident]) => (stat ? [[pid, { cpuMs: stat.cpuMs, resident }]] : [])))
}

/** Whether a process runs. One that has ended and was not fetched by its parent does not. */
export async function isAlive(pid: number): Promise<boolean> {
  if (process.platform === 'linux') {
    const stat = parseStat(await readProc(pid, 'stat'))
    return stat !== undefined && !'ZX'.includes(stat.state)
  }
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** proc(5): field 3 is the state, 14 and 15 the ticks in user and system mode. Field 2 may have blanks and brackets. */
export function parseStat(text: string): { readonly state: string; readonly cpuMs: number } | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [state = ''] = fields
  return state === '' ? undefined : { state, cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS }
}

const parseStatus = (text: string): number => Number(/^VmRSS:\s*(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024

/** Lines of `ps -o pid=,rss=,time=`: KiB, and `[[days-]hours:]minutes:seconds` with or without hundredths. */
export function parsePs(text: string): Map<number, ProcessUsage> {
  const usage = new Map<number, ProcessUsage>()
  for (const line of text.split('\n')) {
    const [pid, rss, time] = line.trim().split(/\s+/)
    if (pid === undefined || rss === undefined || time === undefined) continue
    const [seconds = 0, minutes = 0, hours = 0, days = 0] = time.split(/[:-]/).map(Number).toReversed()
    const cpuMs = Math.round((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000)
    usage.set(Number(pid), { cpuMs, resident: Number(rss) * 1024 })
  }
  return usage
}

const readProc = (pid: number, file: string): Promise<string> =>
  readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '')

/** `ps` says no when one of them has ended, and tells of the others all the same. */
async function fromPs(pids: readonly number[]): Promise<ReadonlyMap<number, ProcessUsage>> {
  let output = ''
  const onOutput = (text: string): void => void (output += text)
  await runProcess('ps', ['-o', 'pid=,rss=,time=', '-p', pids.join(',')], { timeoutMs: 5_000, onOutput }).catch(
    () => {}
  )
  return parsePs(output)
}
