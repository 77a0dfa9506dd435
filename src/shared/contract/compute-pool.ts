import { z } from 'zod'
import { Name, Nothing } from './common'
import { operation } from './define'

/** How guests of a pool reach the network; kept and shown, `plain` is what exists (api/semantics 3.12). */
export const NetworkMode = z.enum(['plain', 'share', 'mono'])

/**
 * A named set of cells with one storage and one address pool. `cells` is a count; `network` names an address pool
 * and `storage` a storage pool, '' for none.
 */
export const ComputePool = z.object({
  name: Name,
  enabled: z.boolean(),
  cells: z.int(),
  network: z.string(),
  network_mode: NetworkMode,
  storage: z.string(),
  failover: z.boolean()
})
export type ComputePool = z.output<typeof ComputePool>

const one = z.object({ pool: z.string() })

export const computePoolOperations = {
  list: operation({
    kind: 'query',
    route: 'GET /compute_pools/',
    summary: 'List the compute pools by name',
    input: z.object({}),
    output: z.array(ComputePool),
    permission: 'compute_pool:read'
  }),

  get: operation({
    kind: 'query',
    route: 'GET /compute_pools/:pool',
    summary: 'Look at one compute pool',
    input: one,
    output: ComputePool,
    permission: 'compute_pool:read'
  }),

  create: operation({
    kind: 'command',
    route: 'POST /compute_pools/:pool',
    summary: 'Make a compute pool, if wished with cells that are in no pool yet: with all of them or not at all',
    input: z.object({
      pool: Name,
      cells: z.array(Name).max(1000).default([]),
      network: z.string().default(''),
      network_mode: NetworkMode.default('plain'),
      storage: z.string().default(''),
      failover: z.boolean().default(false)
    }),
    output: Nothing,
    permission: 'compute_pool:write',
    audit: ({ pool }) => `made compute pool "${pool}"`
  }),

  modify: operation({
    kind: 'command',
    route: 'PUT /compute_pools/:pool',
    summary: 'Change what is given of a compute pool; an empty text takes its network or storage away',
    input: one.extend({
      enable: z.boolean().optional(),
      network: z.string().optional(),
      network_mode: NetworkMode.optional(),
      storage: z.string().optional(),
      failover: z.boolean().optional()
    }),
    output: Nothing,
    permission: 'compute_pool:write',
    audit: ({ pool }) => `changed compute pool "${pool}"`
  }),

  remove: operation({
    kind: 'command',
    route: 'DELETE /compute_pools/:pool',
    summary: 'Delete a compute pool that has no cells',
    input: one,
    output: Nothing,
    permission: 'compute_pool:write',
    audit: ({ pool }) => `deleted compute pool "${pool}"`
  })
}
