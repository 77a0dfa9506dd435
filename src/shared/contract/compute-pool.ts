import { z } from 'zod'
import { Name } from './common'
import { operation } from './define'

/** A named set of cells with one storage and one address pool. `cells` is a count. */
export const ComputePool = z.object({
  name: Name,
  enabled: z.boolean(),
  cells: z.int(),
  network: z.string(),
  storage: z.string(),
  failover: z.boolean()
})
export type ComputePool = z.output<typeof ComputePool>

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
    input: z.object({ pool: z.string() }),
    output: ComputePool,
    permission: 'compute_pool:read'
  })
}
