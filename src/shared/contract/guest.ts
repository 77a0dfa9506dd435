import { z } from 'zod'
import { Bytes, Id, LocalTime, Name, Nothing, Tag } from './common'
import { operation } from './define'

/** Device choices of the five system versions are in `rules/system-versions.ts` (api/semantics 3.6). */
export const SystemVersion = z.enum(['general', 'centos7', 'centos6', 'win2012', 'legacy'])
export type SystemVersion = z.output<typeof SystemVersion>

const Address = z.object({ network_address: z.string(), display_address: z.string(), allocated_address: z.string() })

/** Lower case, unicast, as `00:16:3e:12:34:56`. */
export const EthernetAddress = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/, 'Write a unicast address such as 00:16:3e:12:34:56')

/**
 * A virtual machine as it is configured, and whether it runs (api/semantics 2.8.0). Sizes are bytes;
 * `disks[0]` is the system disk; `progress` is percent while `created` is false; `error` says why a
 * creation failed or why the hypervisor has halted the guest.
 */
export const Guest = z.object({
  id: Id,
  name: z.string(),
  created: z.boolean(),
  progress: z.number(),
  running: z.boolean(),
  lost: z.boolean(),
  error: z.string(),
  owner: z.string(),
  group: z.string(),
  pool: z.string(),
  cell: z.string(),
  host: z.string(),
  cores: z.int(),
  memory: Bytes,
  total_disk: Bytes,
  disks: z.array(Bytes),
  auto_start: z.boolean(),
  system: z.enum(['linux', 'windows']),
  system_version: SystemVersion,
  from_image: z.string(),
  ethernet_address: z.string(),
  display_protocol: z.literal('vnc'),
  internal: Address,
  external: Address,
  create_time: LocalTime,
  media_attached: z.boolean(),
  media_source: z.string(),
  tags: z.array(z.string()),
  revision: z.int()
})
export type Guest = z.output<typeof Guest>

/** What a person may ask of a new guest; forms check with this schema while typing. */
export const NewGuest = z.object({
  name: Name,
  owner: z.string().max(64).default(''),
  group: z.string().max(64).default(''),
  pool: z.string().default('default'),
  cell: z.string().optional(),
  cores: z.int().min(1).max(255),
  memory: Bytes.min(1 << 20, 'Memory is in bytes: at least 1 MiB').multipleOf(1 << 20, 'Memory is in bytes: whole MiB'),
  disks: z
    .array(
      Bytes.min(512, 'A disk is in bytes: at least 512').multipleOf(512, 'A disk is in bytes: whole sectors of 512')
    )
    .min(1, 'A system disk is needed')
    .max(16),
  auto_start: z.boolean().default(false),
  /** Start once created; `auto_start` implies it. */
  start: z.boolean().default(false),
  system: z.enum(['linux', 'windows']).optional(),
  system_version: SystemVersion.default('general'),
  from_image: Id.optional(),
  /** Linked: ready in milliseconds, the image must stay. Full: independent of the image. */
  clone: z.enum(['linked', 'full']).default('linked'),
  /** A media image to boot from at the first start. */
  from_media: Id.optional(),
  ethernet_address: EthernetAddress.optional(),
  tags: z.array(Tag).max(32).default([])
})
export type NewGuest = z.output<typeof NewGuest>

const one = z.object({ id: Id })

export const guestOperations = {
  search: operation({
    kind: 'query',
    route: 'GET /guest_search/',
    summary: 'Find created guests by pool, cell, owner, group (owner and group: either matches) and status',
    input: z.object({
      pool: z.string().optional(),
      cell: z.string().optional(),
      owner: z.string().optional(),
      group: z.string().optional(),
      /** 1 running, 0 stopped. */
      status: z.int().min(0).max(1).optional(),
      created: z.boolean().optional()
    }),
    output: z.array(Guest),
    permission: 'guest:read'
  }),

  page: operation({
    kind: 'query',
    route: 'POST /search/guests/',
    summary: 'One page of the guests by name, those being created included',
    input: z.object({
      limit: z.int().min(1).max(500).default(20),
      offset: z.int().min(0).default(0),
      pool: z.string().optional(),
      cell: z.string().optional(),
      keyword: z.string().max(64).optional()
    }),
    output: z.object({ result: z.array(Guest), total: z.int(), limit: z.int(), offset: z.int() }),
    permission: 'guest:read'
  }),

  get: operation({
    kind: 'query',
    route: 'GET /guests/:id',
    summary: 'Look at one guest; 201 while it is being created',
    input: one,
    output: Guest,
    permission: 'guest:read',
    pending: ({ created }) => !created
  }),

  create: operation({
    kind: 'task',
    route: 'POST /guests/',
    summary: 'Create a guest: from an image, for an installer, or empty',
    input: NewGuest,
    output: Guest,
    permission: 'guest:write',
    audit: ({ name, pool }) => `created guest "${name}" in pool "${pool}"`,
    accepted: ({ subject }) => ({ id: subject })
  }),

  remove: operation({
    kind: 'command',
    route: 'DELETE /guests/:id',
    summary: 'Delete a guest with all its disks; force stops a running one first',
    input: one.extend({ force: z.boolean().default(false) }),
    output: Nothing,
    permission: 'guest:write',
    audit: ({ id, force }) => `deleted guest ${id}${force ? ' by force' : ''}`
  })
}
