import { z } from 'zod'
import { Id, Name } from './common'
import { operation } from './define'

/** `progress` is percent; `error` says why a finished one did not move every guest. */
export const Migration = z.object({
  id: Id,
  finished: z.boolean(),
  progress: z.number(),
  error: z.string().optional()
})
export type Migration = z.output<typeof Migration>

export const migrationOperations = {
  list: operation({
    kind: 'query',
    route: 'GET /migrations/',
    summary: 'List the migrations, newest first',
    input: z.object({}),
    output: z.array(Migration),
    permission: 'compute_pool:read'
  }),

  get: operation({
    kind: 'query',
    route: 'GET /migrations/:id',
    summary: 'Look at one migration; 201 while it goes on',
    input: z.object({ id: Id }),
    output: Migration,
    permission: 'compute_pool:read',
    status: ({ finished }) => (finished ? 200 : 201)
  }),

  create: operation({
    kind: 'task',
    route: 'POST /migrations/',
    summary: 'Move stopped guests, or all of a cell, to another cell of the same pool with shared storage',
    input: z.object({
      source_pool: Name,
      source_cell: Name,
      target_pool: z.string().default(''),
      target_cell: Name,
      instances: z.array(Id).max(10_000).default([])
    }),
    output: Migration,
    permission: 'compute_pool:write',
    audit: ({ source_cell, target_cell }) => `moved guests from cell "${source_cell}" to cell "${target_cell}"`,
    accepted: ({ subject }) => ({ status: 202, data: { id: subject } })
  })
}
