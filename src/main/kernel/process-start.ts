import { readFileSync } from 'node:fs'
import { runProcess } from './run-process'

/**
 * When the process with this id started, as a text to compare: a later process with the same id has another.
 * '' where the system does not tell; undefined if there is no such process.
 */
export async function processStart(
  pid: number,
  platform: NodeJS.Platform = process.platform
): Promise<string | undefined> {
  if (platform === 'linux') return fromProc(pid)
  if (!exists(pid)) return undefined
  if (platform === 'win32') return ''
  return runProcess('ps', ['-o', 'lstart=', '-p', String(pid)], { timeoutMs: 5_000 }).then(
    (started) => started.trim(),
    () => ''
  )
}

/** proc(5), /proc/pid/stat: field 3 is the state, field 22 the start in clock ticks since boot. */
function fromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // Field 2, the name in parentheses, may itself have blanks and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()} ${fields[19] ?? ''}`
  } catch {
    return undefined
  }
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}
