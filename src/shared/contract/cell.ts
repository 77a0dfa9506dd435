import { z } from 'zod'
import { Bytes, Name, Nothing } from './common'
import { operation } from './define'
import { CellStorage } from './status'

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

/** What not every hypervisor can do. */
export const Offer = z.enum(['snapshots', 'agent', 'storage', 'migration'])
export type Offer = z.output<typeof Offer>

/** One machine with a hypervisor. `offers` is known while it is alive; `message` says why it is not. */
export const Cell = z.object({
  name: Name,
  pool: z.string(),
  address: z.string(),
  enabled: z.boolean(),
  alive: z.boolean(),
  driver: z.string(),
  version: z.string(),
  acceleration: Acceleration,
  offers: z.array(Offer),
  message: z.string(),
  revision: z.int()
})
export type Cell = z.output<typeof Cell>

/** A storage pool as this cell has it. */
export const Attachment = z.object({ name: z.string(), attached: z.boolean(), error: z.string().optional() })
export type Attachment = z.output<typeof Attachment>

/** What is found out about a host before it is registered. */
export const HostReport = z.object({
  address: z.string(),
  version: z.string(),
  acceleration: Acceleration,
  cores: z.int(),
  memory: Bytes,
  disk: Bytes
})
export type HostReport = z.output<typeof HostReport>

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
    output: Cell.extend({ storage: z.array(Attachment).optional() }),
    permission: 'compute_pool:read'
  }),

  modify: operation({
    kind: 'command',
    route: 'PUT /compute_pool_cells/:pool/:cell',
    summary: 'Enable or disable a cell for new guests; its guests run on',
    input: inPool.extend({ enable: z.boolean() }),
    output: Nothing,
    permission: 'compute_pool:write',
    audit: ({ cell, pool, enable }) => `${enable ? 'enabled' : 'disabled'} cell "${cell}" of pool "${pool}"`
  }),

  add: operation({
    kind: 'command',
    route: 'POST /compute_pool_cells/:pool/:cell',
    summary: 'Put a cell that is in no pool into a compute pool; it stays out if it cannot use the pool’s storage',
    input: inPool,
    output: Nothing,
    permission: 'compute_pool:write',
    audit: ({ pool, cell }) => `added cell "${cell}" to compute pool "${pool}"`
  }),

  takeOut: operation({
    kind: 'command',
    route: 'DELETE /compute_pool_cells/:pool/:cell',
    summary: 'Take a cell without guests out of its compute pool',
    input: inPool,
    output: Nothing,
    permission: 'compute_pool:write',
    audit: ({ pool, cell }) => `took cell "${cell}" out of compute pool "${pool}"`
  }),

  storage: operation({
    kind: 'query',
    route: 'GET /compute_cell_status/:pool/:cell/storages/',
    summary: 'Say where the guests of a cell have their volumes',
    input: inPool,
    output: CellStorage,
    permission: 'compute_pool:read'
  }),

  setStorage: operation({
    kind: 'command',
    route: 'PUT /compute_cell_status/:pool/:cell/storages/',
    summary: 'Choose the folder for the volumes of new guests of a cell; only where it uses its own storage',
    input: inPool.extend({ default: z.string().min(1).max(1024) }),
    output: Nothing,
    permission: 'compute_pool:write',
    audit: ({ cell, default: path }) => `chose ${path} for new volumes of cell "${cell}"`
  }),

  hosts: operation({
    kind: 'query',
    route: 'GET /compute_cells/',
    summary: 'List every host that is registered, in whatever pool',
    input: z.object({}),
    output: z.array(Cell),
    permission: 'compute_pool:read'
  }),

  register: operation({
    kind: 'command',
    route: 'POST /compute_cells/',
    summary: 'Register a host; it is in no compute pool yet',
    input: z.object({ name: Name, connection: CellConnection }),
    output: Nothing,
    permission: 'compute_pool:write',
    audit: ({ name, connection }) => `registered host "${name}" (${connection.kind})`
  }),

  test: operation({
    kind: 'query',
    route: 'POST /compute_cells/test',
    summary: 'Find out whether a host can be used, without registering it',
    input: z.object({ connection: CellConnection }),
    output: HostReport,
    permission: 'compute_pool:write'
  }),

  unregister: operation({
    kind: 'command',
    route: 'DELETE /compute_cells/:cell',
    summary: 'Forget a host that is in no compute pool; nothing on it is touched',
    input: z.object({ cell: z.string() }),
    output: Nothing,
    permission: 'compute_pool:write',
    audit: ({ cell }) => `forgot host "${cell}"`
  })
}
