import { readdir } from 'node:fs/promises'
import { getPriority, setPriority } from 'node:os'
import type { Qos } from '@shared/contract/qos'

/** How much nicer than this application a guest's process is (nice(2): up to 19, the nicest has the least of a busy processor). */
const nicer: Readonly<Record<Qos['cpu_priority'], number>> = { high: 0, medium: 5, low: 10 }
const NICEST = 19

/**
 * Sets how a process shares a busy processor; false if the system does not let us, as it lets nobody without rights
 * make a process less nice again. On Linux each thread has its own niceness, and gives it to those it starts.
 */
export async function setProcessPriority(pid: number, priority: Qos['cpu_priority']): Promise<boolean> {
  const nice = Math.min(NICEST, getPriority() + nicer[priority])
  try {
    for (const thread of [pid, ...(await threadsOf(pid))]) if (getPriority(thread) !== nice) setPriority(thread, nice)
    return true
  } catch (cause) {
    const { code, info } = cause as NodeJS.ErrnoException & { readonly info?: { readonly code?: string } }
    if ((info?.code ?? code) === 'ESRCH') return true // a thread that has just ended, or the whole process
    return false
  }
}

async function threadsOf(pid: number): Promise<number[]> {
  if (process.platform !== 'linux') return []
  return (await readdir(`/proc/${pid}/task`)).map(Number)
}
