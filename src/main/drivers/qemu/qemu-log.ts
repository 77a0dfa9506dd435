import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { names } from './guest-files'

const KEPT = 64 * 1024

/** The last words of a guest's QEMU, '' if it said nothing: what it complains of, without its own name. */
export async function lastWords(folder: string): Promise<string> {
  const log = await readLog(folder)
  const crash = /^KVM internal error.*$/m.exec(log)
  if (crash) return crash[0]
  const lines = log.split('\n').map((line) => line.replace(/^\S*qemu-system-\S+: /, '').trim())
  const complaints = lines.filter((line) => line !== '' && !line.startsWith('warning: '))
  return complaints.slice(-3).join('; ')
}

/** Why a guest is off that nobody switched off. */
export async function unexpectedEnd(folder: string): Promise<string> {
  const words = await lastWords(folder)
  return words === '' ? 'Its QEMU ended unexpectedly' : `Its QEMU ended unexpectedly: ${words}`
}

async function readLog(folder: string): Promise<string> {
  try {
    const file = await open(join(folder, names.log))
    try {
      const { size } = await file.stat()
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(KEPT), position: Math.max(0, size - KEPT) })
      return buffer.toString('utf8', 0, bytesRead)
    } finally {
      await file.close()
    }
  } catch {
    return ''
  }
}
