import { z } from 'zod'
import { Bytes, Id, Nothing } from './common'
import { operation } from './define'
import { GuestDetails } from './guest'

/**
 * What a running guest uses now. `cpu_usage` is percent of all its cores; the byte counters run since
 * its start; memory and disk are bytes; a stopped guest has zeros. `time` is milliseconds since 1970.
 */
export const Usage = z.object({
  cpu_usage: z.number(),
  memory_available: Bytes,
  disk_available: Bytes,
  bytes_read: Bytes,
  bytes_written: Bytes,
  bytes_received: Bytes,
  bytes_sent: Bytes
})
export type Usage = z.output<typeof Usage>

export const UsageSample = Usage.extend({ id: Id, time: z.number(), running: z.boolean(), uptime: z.number() })
export type UsageSample = z.output<typeof UsageSample>

/**
 * One step of a guest's history: `time` (milliseconds since 1970) is where it ends, or now for one that goes on;
 * `cpu_usage` is its mean in percent, speeds are bytes per second.
 */
export const HistorySample = z.object({
  time: z.number(),
  cpu_usage: z.number(),
  memory_available: z.number(),
  read_speed: z.number(),
  write_speed: z.number(),
  receive_speed: z.number(),
  send_speed: z.number()
})
export type HistorySample = z.output<typeof HistorySample>

/** The same guest as it is now on its cell. */
export const Instance = GuestDetails.extend(Usage.shape).extend({ uptime: z.number() })
export type Instance = z.output<typeof Instance>

const one = z.object({ id: Id })

export const instanceOperations = {
  get: operation({
    kind: 'query',
    route: 'GET /instances/:id',
    scope: 'guest',
    summary: 'Look at a guest as it runs, with its load',
    input: one,
    output: Instance,
    permission: 'guest:read'
  }),

  sample: operation({
    kind: 'query',
    route: 'GET /instances/',
    summary: 'The load of several guests in one call',
    input: z.object({ ids: z.array(Id).min(1).max(500) }),
    output: z.array(UsageSample),
    permission: 'guest:read'
  }),

  history: operation({
    kind: 'query',
    route: 'GET /instances/:id/history/',
    scope: 'guest',
    summary:
      'The load of a guest over the last ten minutes or hour (every 2 s), day (1 min) or month (30 min), oldest first',
    input: one.extend({ span: z.enum(['minutes', 'hour', 'day', 'month']).default('hour') }),
    /** `step` is milliseconds. A step that nothing is known of, since the guest was off or out of sight, is left out. */
    output: z.object({ step: z.int(), samples: z.array(HistorySample) }),
    permission: 'guest:read'
  }),

  start: operation({
    kind: 'command',
    route: 'POST /instances/:id',
    scope: 'guest',
    uses: [['source', 'media_image']],
    summary: 'Start a guest, if wished from a media image',
    input: one.extend({
      from_media: z.boolean().default(false),
      from_network: z.boolean().default(false),
      source: z.string().default('')
    }),
    output: Nothing,
    permission: 'instance:operate',
    audit: ({ id, from_media, source }) => `started guest ${id}${from_media ? ` from media image ${source}` : ''}`
  }),

  stop: operation({
    kind: 'command',
    route: 'DELETE /instances/:id',
    scope: 'guest',
    summary: 'Shut a guest down or reboot it; force does it without asking the guest',
    input: one.extend({ reboot: z.boolean().default(false), force: z.boolean().default(false) }),
    output: Nothing,
    permission: 'instance:operate',
    audit: ({ id, reboot, force }) =>
      `${reboot ? (force ? 'reset' : 'rebooted') : force ? 'forced off' : 'shut down'} guest ${id}`
  }),

  insertMedia: operation({
    kind: 'command',
    route: 'POST /instances/:id/media',
    scope: 'guest',
    uses: [['source', 'media_image']],
    summary: 'Insert a media image into the drive of a running guest',
    input: one.extend({ source: z.string(), type: z.literal(0).default(0) }),
    output: Nothing,
    permission: 'instance:operate',
    audit: ({ id, source }) => `inserted media image ${source} into guest ${id}`
  }),

  ejectMedia: operation({
    kind: 'command',
    route: 'DELETE /instances/:id/media',
    scope: 'guest',
    summary: 'Take the medium out of the drive of a running guest',
    input: one,
    output: Nothing,
    permission: 'instance:operate',
    audit: ({ id }) => `ejected the medium of guest ${id}`
  })
}
