import { z } from 'zod'
import { Bytes, Name, Nothing } from './common'
import { operation } from './define'

/** How a cell is reached. A new kind of hypervisor is one more member here. */
export const CellConnection = z.discriminatedUnion('kind', [
  /** QEMU on this computer. */
  z.object({ kind: z.literal('qemu') }),
  /** A made-up host; `seed` makes its load repeatable. */
  z.object({ kind: z.literal('simulated'), seed: z.int(), cores: z.int(), memory: Bytes, disk: Bytes })
])
export type CellConnection = z.output<typeof CellConnection>

/** Which processor the guests of a cell get, and why not a faster one. */
export const Acceleration = z.object({ accelerator: z.string(), cpu_model: z.string(), reason: z.string() })
export type Acceleration = z.output<typeof Acceleration>

/** One machine with a hypervisor. `message` says why a cell is not alive. */
export const Cell = z.object({
  name: Name,
  pool: z.string(),
  address: z.string(),
  enabled: z.boolean(),
  alive: z.boolean(),
  driver: z.string(),
  version: z.string(),
  acceleration: Acceleration,
  message: z.string(),
  revision: z.int()
})
export type Cell = z.output<typeof Cell>

/** Load and capacity (api/semantics 2.4): percent, bytes, bytes per second, counts [stopped, running, lost, migrating]. */
export const CellStatus = z.object({
  name: Name,
  address: z.string(),
  enabled: z.boolean(),
  alive: z.boolean(),
  cpu_usage: z.number(),
  max_cpu: z.int(),
  available_memory: Bytes,
  max_memory: Bytes,
  available_disk: Bytes,
  max_disk: Bytes,
  instances: z.tuple([z.int(), z.int(), z.int(), z.int()])
})
export type CellStatus = z.output<typeof CellStatus>

const inPool = z.object({ pool: z.string(), cell: z.string() })

export const cellOperations = {
  listUnallocated: operation({
    kind: 'query',
    route: 'GET /compute_pool_cells/',
    summary: 'List the cells that are in no compute pool',
    input: z.object({}),
    output: z.array(Cell),
    permission: 'compute_pool:read'
  }),

  list: operation({
    kind: 'query',
    route: 'GET /compute_pool_cells/:pool',
    summary: 'List the cells of a compute pool by name',
    input: z.object({ pool: z.string() }),
    output: z.array(Cell),
    permission: 'compute_pool:read'
  }),

  get: operation({
    kind: 'query',
    route: 'GET /compute_pool_cells/:pool/:cell',
    summary: 'Look at one cell',
    input: inPool,
    output: Cell,
    permission: 'compute_pool:read'
  }),

  modify: operation({
    kind: 'command',
    route: 'PUT /compute_pool_cells/:pool/:cell',
    summary: 'Enable or disable a cell for new guests; its guests run on',
    input: inPool.extend({ enable: z.boolean() }),
    output: Nothing,
    permission: 'system:setup',
    audit: ({ cell, pool, enable }) => `${enable ? 'enabled' : 'disabled'} cell "${cell}" of pool "${pool}"`
  }),

  listStatus: operation({
    kind: 'query',
    route: 'GET /compute_cell_status/:pool',
    summary: 'Load and capacity of the cells of a compute pool',
    input: z.object({ pool: z.string() }),
    output: z.array(CellStatus),
    permission: 'compute_pool:read'
  })
}
