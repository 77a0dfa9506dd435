import { z } from 'zod'
import { Bytes, LocalTime, Name } from './common'
import { operation } from './define'
import { Guest } from './guest'
import { HistorySample } from './instance'

/** Guests as [stopped, running, lost, migrating]; each is counted once, those being created as stopped. */
export const InstanceCounts = z.tuple([z.int(), z.int(), z.int(), z.int()])
export type InstanceCounts = z.output<typeof InstanceCounts>

/**
 * Load and capacity (api/semantics 2.4): percent of all cores, bytes, bytes per second. What is offline adds
 * nothing, and no cells give zeros.
 */
export const Load = z.object({
  instances: InstanceCounts,
  cpu_usage: z.number(),
  max_cpu: z.int(),
  available_memory: Bytes,
  max_memory: Bytes,
  available_disk: Bytes,
  max_disk: Bytes,
  read_speed: z.number(),
  write_speed: z.number(),
  receive_speed: z.number(),
  send_speed: z.number()
})
export type Load = z.output<typeof Load>

/** `cells` is [offline, online]. */
export const PoolStatus = Load.extend({ name: Name, enabled: z.boolean(), cells: z.tuple([z.int(), z.int()]) })
export type PoolStatus = z.output<typeof PoolStatus>

/** `pools` is [disabled, enabled], `cells` [offline, online]; cells in no pool count nowhere. */
export const ZoneStatus = Load.extend({
  name: Name,
  pools: z.tuple([z.int(), z.int()]),
  cells: z.tuple([z.int(), z.int()]),
  start_time: LocalTime
})
export type ZoneStatus = z.output<typeof ZoneStatus>

export const CellStatus = Load.extend({ name: Name, address: z.string(), enabled: z.boolean(), alive: z.boolean() })
export type CellStatus = z.output<typeof CellStatus>

/** One step of the history of a place, as that of a guest; `memory_used` is what its cells used together. */
export const PlaceSample = HistorySample.omit({ memory_available: true }).extend({ memory_used: z.number() })
export type PlaceSample = z.output<typeof PlaceSample>

/** Where new guests' files go on a cell: by itself (`local`) or in the compute pool's storage. */
export const CellStorage = z.object({
  mode: z.enum(['local', 'nfs', 'dir', 'ceph']),
  system: z.array(z.string()),
  data: z.array(z.string())
})
export type CellStorage = z.output<typeof CellStorage>

const ofPool = z.object({ pool: z.string() })
const ofCell = ofPool.extend({ cell: z.string() })

export const statusOperations = {
  zone: operation({
    kind: 'query',
    route: 'GET /compute_zone_status/',
    summary: 'Load and capacity of everything',
    input: z.object({}),
    output: ZoneStatus,
    permission: 'compute_pool:read'
  }),

  pools: operation({
    kind: 'query',
    route: 'GET /compute_pool_status/',
    summary: 'Load and capacity of every compute pool by name',
    input: z.object({}),
    output: z.array(PoolStatus),
    permission: 'compute_pool:read'
  }),

  pool: operation({
    kind: 'query',
    route: 'GET /compute_pool_status/:pool',
    summary: 'Load and capacity of one compute pool',
    input: ofPool,
    output: PoolStatus,
    permission: 'compute_pool:read'
  }),

  cells: operation({
    kind: 'query',
    route: 'GET /compute_cell_status/:pool',
    summary: 'Load and capacity of the cells of a compute pool by name',
    input: ofPool,
    output: z.array(CellStatus),
    permission: 'compute_pool:read'
  }),

  cell: operation({
    kind: 'query',
    route: 'GET /compute_cell_status/:pool/:cell',
    summary: 'Load and capacity of one cell',
    input: ofCell,
    output: CellStatus,
    permission: 'compute_pool:read'
  }),

  history: operation({
    kind: 'query',
    route: 'GET /load_history/',
    summary:
      'The load of everything, a compute pool or a cell of it over the last hour (every 2 s), day (1 min) or month (30 min), oldest first',
    input: z.object({
      pool: z.string().optional(),
      cell: z.string().optional(),
      span: z.enum(['hour', 'day', 'month']).default('hour')
    }),
    /** `step` is milliseconds. A step in which nothing was online is left out. */
    output: z.object({ step: z.int(), samples: z.array(PlaceSample) }),
    permission: 'compute_pool:read'
  }),

  instances: operation({
    kind: 'query',
    route: 'GET /instance_status/:pool',
    summary: 'List the guests of a compute pool by name, those being created included',
    input: ofPool,
    output: z.array(Guest),
    permission: 'guest:read'
  }),

  instancesOfCell: operation({
    kind: 'query',
    route: 'GET /instance_status/:pool/:cell',
    summary: 'List the guests of a cell by name, those being created included',
    input: ofCell,
    output: z.array(Guest),
    permission: 'guest:read'
  })
}
