import { readFile } from 'node:fs/promises'

/** What all disks and all network interfaces of a computer have moved since its start, in bytes. */
export interface Traffic {
  readonly read: number
  readonly write: number
  readonly receive: number
  readonly send: number
}

/** The kernel counts in sectors of this size whatever the disk's own are (Documentation/admin-guide/iostats.rst). */
const SECTOR = 512
/** Disks that are whole and not made of others: no partitions, no loops, no volumes. */
const DISK = /^([shv]d[a-z]+|xvd[a-z]+|nvme\d+n\d+|mmcblk\d+)$/

/** Counts on Linux; elsewhere nothing is counted. */
export async function hostTraffic(): Promise<Traffic> {
  const [disks, cards] = await Promise.all(['/proc/diskstats', '/proc/net/dev'].map(read))
  return { ...parseDisks(disks ?? ''), ...parseCards(cards ?? '') }
}

/** Lines of /proc/diskstats: the third field is a name, the sixth and the tenth are sectors read and written. */
export function parseDisks(text: string): Pick<Traffic, 'read' | 'write'> {
  const disks = rows(text).filter(([, , name = '']) => DISK.test(name))
  return { read: sum(disks, 5) * SECTOR, write: sum(disks, 9) * SECTOR }
}

/** Lines of /proc/net/dev behind its two headings: a name and a colon, then bytes received, and as the ninth bytes sent. */
export function parseCards(text: string): Pick<Traffic, 'receive' | 'send'> {
  const cards = rows(text.replaceAll(':', ': ')).filter(([name = '']) => name.endsWith(':') && name !== 'lo:')
  return { receive: sum(cards, 1), send: sum(cards, 9) }
}

const rows = (text: string): string[][] => text.split('\n').map((line) => line.trim().split(/\s+/))

const sum = (lines: readonly string[][], field: number): number =>
  lines.reduce((total, fields) => total + (Number(fields[field]) || 0), 0)

const read = (path: string): Promise<string> => readFile(path, 'latin1').catch(() => '')
