import { z } from 'zod'
import { Name, Nothing } from './common'
import { operation } from './define'

/**
 * Where guests of a compute pool have their volumes. `nfs` is the folder `target` that `host` exports; `dir` is the
 * folder `target` on every cell; `ceph` the pool `target` of the cluster at `host`.
 */
export const StoragePool = z.object({
  name: Name,
  type: z.enum(['nfs', 'dir', 'ceph']),
  host: z.string(),
  target: z.string()
})
export type StoragePool = z.output<typeof StoragePool>

const one = z.object({ pool: z.string() })
const settings = {
  type: StoragePool.shape.type,
  host: z.string().max(253).default(''),
  target: z.string().min(1, 'A target is needed').max(1024)
}

export const storagePoolOperations = {
  list: operation({
    kind: 'query',
    route: 'GET /storage_pools/',
    summary: 'List the storage pools by name',
    input: z.object({}),
    output: z.array(StoragePool),
    permission: 'storage_pool:read'
  }),

  get: operation({
    kind: 'query',
    route: 'GET /storage_pools/:pool',
    summary: 'Look at one storage pool',
    input: one,
    output: StoragePool,
    permission: 'storage_pool:read'
  }),

  create: operation({
    kind: 'command',
    route: 'POST /storage_pools/:pool',
    summary: 'Make a storage pool; nothing is mounted before a compute pool uses it',
    input: z.object({ pool: Name, ...settings }),
    output: Nothing,
    permission: 'storage_pool:write',
    audit: ({ pool, type }) => `made storage pool "${pool}" (${type})`
  }),

  modify: operation({
    kind: 'command',
    route: 'PUT /storage_pools/:pool',
    summary: 'Change what is given of a storage pool that no compute pool uses',
    input: one.extend({
      type: settings.type.optional(),
      host: z.string().max(253).optional(),
      target: settings.target.optional()
    }),
    output: Nothing,
    permission: 'storage_pool:write',
    audit: ({ pool }) => `changed storage pool "${pool}"`
  }),

  remove: operation({
    kind: 'command',
    route: 'DELETE /storage_pools/:pool',
    summary: 'Delete a storage pool that no compute pool uses',
    input: one,
    output: Nothing,
    permission: 'storage_pool:write',
    audit: ({ pool }) => `deleted storage pool "${pool}"`
  })
}
