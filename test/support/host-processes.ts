import { readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'

/** A TCP or UDP socket, by the address of its own end. */
export interface OpenSocket {
  readonly protocol: 'tcp' | 'tcp6' | 'udp' | 'udp6'
  /** As the kernel writes it: bytes backwards in groups of four, colon, port (proc(5), /proc/net/tcp). */
  readonly local: string
}

/** The processes whose working folder is `folder` or in it: the QEMUs of a data folder. */
export async function processesIn(folder: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const places = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')))
  return pids.filter((_pid, index) => `${places[index]}/`.startsWith(`${folder}/`))
}

/** Every socket that a process has open towards a network, this computer's own included. */
export async function socketsOf(pid: number): Promise<OpenSocket[]> {
  const folder = `/proc/${pid}/fd`
  const targets = await Promise.all((await readdir(folder)).map((fd) => readlink(join(folder, fd)).catch(() => '')))
  const own = new Set(targets)
  const tables = await Promise.all(
    (['tcp', 'tcp6', 'udp', 'udp6'] as const).map(async (protocol) => {
      const lines = (await readFile(`/proc/net/${protocol}`, 'latin1')).split('\n').slice(1)
      return lines
        .map((line) => line.trim().split(/\s+/))
        .filter(([, , , , , , , , , inode]) => own.has(`socket:[${inode}]`))
        .map(([, local = '']) => ({ protocol, local }))
    })
  )
  return tables.flat()
}

/** True for 127.0.0.0/8, ::1, and 127.0.0.0/8 written in IPv6. */
export const isLoopback = ({ local }: OpenSocket): boolean =>
  /^(?:[\dA-F]{6}7F|0{24}01000000|0{16}FFFF0000[\dA-F]{6}7F):/.test(local)
