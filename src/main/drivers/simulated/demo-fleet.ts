import type { SystemVersion } from '@shared/contract/guest'
import { systemVersions } from '@shared/rules/system-versions'
import { chance, keyOf, pick } from './chance'
import { demoPools, type Role } from './demo-pools'
import { guestAddress, guestNetwork } from './simulated-address'
import type { SimulatedConnection } from './simulated-host'

/** A pool of cells. */
export interface FleetPool {
  readonly name: string
}

/** A made-up machine, with what it takes to open it. */
export interface FleetCell {
  readonly name: string
  readonly pool: string
  readonly connection: SimulatedConnection
}

/** A guest of the fleet; sizes in bytes. Who owns it is left to the caller. */
export interface FleetGuest {
  readonly id: string
  readonly name: string
  readonly pool: string
  readonly cell: string
  readonly cores: number
  readonly memory: number
  readonly disks: readonly number[]
  readonly tags: readonly string[]
  readonly system: 'linux' | 'windows'
  readonly system_version: SystemVersion
  readonly auto_start: boolean
  readonly running: boolean
  readonly ethernet_address: string
  /** Without a prefix length. */
  readonly address: string
}

/** All that a demo shows. */
export interface Fleet {
  readonly network: typeof guestNetwork
  readonly pools: readonly FleetPool[]
  readonly cells: readonly FleetCell[]
  /** In the order of their numbers, made one by one. */
  readonly guests: Iterable<FleetGuest>
}

const GiB = 2 ** 30
const GUESTS_PER_CELL = 125
const LEAST_CELLS = 4
const CELLS_PER_RACK = 8
const FIRST_NUMBER = 101

/** The draws of one guest's key. */
const draw = { cell: 1, role: 2, cores: 3, memory: 4, disk: 5, data: 6, version: 7, running: 8, machine: 9 } as const

/** Makes up a believable fleet: pools, cells, and any number of guests. The same for the same seed, always. */
export function demoFleet({ guests, seed }: { readonly guests: number; readonly seed: number }): Fleet {
  const count = Math.max(LEAST_CELLS, Math.ceil(guests / GUESTS_PER_CELL))
  const cells = Array.from({ length: count }, (_, index) => cellAt(index, count, seed))
  return {
    network: guestNetwork,
    pools: demoPools.map(({ name }) => ({ name })),
    cells,
    guests: {
      *[Symbol.iterator]() {
        for (let index = 0; index < guests; index++) yield guestAt(index, cells, seed)
      }
    }
  }
}

/** Names like `rack1-a`. The first cells are of the first pool, and every pool has one. */
function cellAt(index: number, count: number, seed: number): FleetCell {
  const rack = 1 + Math.floor(index / CELLS_PER_RACK)
  const name = `rack${rack}-${String.fromCharCode(97 + (index % CELLS_PER_RACK))}`
  const place = (index + 0.5) / count
  let reached = 0
  const pool = demoPools.find(({ part }) => place < (reached += part)) ?? demoPools[0]
  const own = seed * 4096 + index
  const { cores, memory, disk } = pick(pool.machines, keyOf(seed, name), draw.machine)
  const connection = { kind: 'simulated', seed: own, cores, memory: memory * GiB, disk: disk * GiB } as const
  return { name, pool: pool.name, connection }
}

function guestAt(index: number, cells: readonly FleetCell[], seed: number): FleetGuest {
  const key = keyOf(seed, `guest ${index}`)
  const cell = cells[Math.floor(chance(key, draw.cell) * cells.length)]
  const pool = demoPools.find(({ name }) => name === cell?.pool) ?? demoPools[0]
  const role = roleOf(pool.roles, chance(key, draw.role))
  const data = pick(role.data, key, draw.data)
  const version = pick(role.versions, key, draw.version)
  return {
    id: idAt(index, seed),
    name: `${role.name}-${FIRST_NUMBER + index}`,
    pool: pool.name,
    cell: cell?.name ?? '',
    cores: pick(role.cores, key, draw.cores),
    memory: pick(role.memory, key, draw.memory) * GiB,
    disks: [pick(role.disk, key, draw.disk), data].filter((size) => size > 0).map((size) => size * GiB),
    tags: role.tags,
    system: systemVersions[version].system,
    system_version: version,
    auto_start: role.auto_start,
    running: chance(key, draw.running) < role.running,
    ethernet_address: ethernetAt(index, seed),
    address: guestAddress(index)
  }
}

function roleOf(roles: readonly [Role, ...Role[]], part: number): Role {
  let rest = part * roles.reduce((sum, { weight }) => sum + weight, 0)
  return roles.find(({ weight }) => (rest -= weight) < 0) ?? roles[0]
}

/** A UUID of the random kind (RFC 9562, version 4) that is not random. */
function idAt(index: number, seed: number): string {
  const hex = ['a', 'b', 'c', 'd'].map((part) => keyOf(seed, `${part} ${index}`).toString(16).padStart(8, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** Unique for the first sixteen million: an odd factor shuffles the numbers and drops none. */
function ethernetAt(index: number, seed: number): string {
  const low = (((index * 0x9e3779 + seed * 0x3779b) % 0x100_0000) + 0x100_0000) % 0x100_0000
  const hex = low.toString(16).padStart(6, '0')
  return `00:16:3e:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4)}`
}
