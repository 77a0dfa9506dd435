import { readdirSync, readFileSync } from 'node:fs'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'

/** The arguments of a process (proc(5), /proc/pid/cmdline). */
export async function argumentsOf(pid: number): Promise<string[]> {
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').slice(0, -1)
}

/** The session of a process (proc(5), /proc/pid/stat, field 6). */
export async function sessionOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3])
}

/** Local addresses of the TCP sockets on which a process listens (proc(5), /proc/net/tcp; state 0A). */
export async function listeningPorts(pid: number): Promise<string[]> {
  const folder = `/proc/${pid}/fd`
  const targets = await Promise.all((await readdir(folder)).map((fd) => readlink(join(folder, fd)).catch(() => '')))
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'latin1')))
  return tables
    .flatMap((table) => table.split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === '0A' && targets.includes(`socket:[${inode}]`))
    .map(([, address = '']) => address)
}

/** A running program of that name that a process has started (proc(5), /proc/pid/stat, fields 2 to 4), if there is one. */
export function childOf(parent: number, program: string): number | undefined {
  const found = readdirSync('/proc').find((pid) => {
    if (!/^\d+$/.test(pid)) return false
    const [, name, state, father] = /\((.*)\) (\S) (\d+)/s.exec(statOf(pid)) ?? []
    return name === program && state !== 'Z' && Number(father) === parent
  })
  return found === undefined ? undefined : Number(found)
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch {
    return ''
  }
}
