import { z } from 'zod'
import { Bytes, Id, LocalTime, Name, Nothing, Tag } from './common'
import { operation } from './define'
import { CpuPriority, DiskLimits, NetworkLimits, Qos } from './qos'

/** Device choices of the five system versions are in `rules/system-versions.ts` (api/semantics 3.6). */
export const SystemVersion = z.enum(['general', 'centos7', 'centos6', 'win2012', 'legacy'])
export type SystemVersion = z.output<typeof SystemVersion>

const Address = z.object({ network_address: z.string(), display_address: z.string(), allocated_address: z.string() })

/** What is installed in the guest: the QEMU guest agent, and cloud-init, which is told what to do at the first start. */
export const Module = z.enum(['qemu', 'cloud-init'])
export type Module = z.output<typeof Module>

const Port = z.int().min(1).max(65_535)

/** A port of this computer's loopback that leads to one of the guest. */
export const PortForward = z.object({ protocol: z.enum(['tcp', 'udp']).default('tcp'), host: Port, guest: Port })
export type PortForward = z.output<typeof PortForward>

/** Lower case, unicast, as `00:16:3e:12:34:56`. */
export const EthernetAddress = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/, 'Write a unicast address such as 00:16:3e:12:34:56')

/**
 * A virtual machine as it is configured, and whether it runs (api/semantics 2.8.0). Sizes are bytes;
 * `disks[0]` is the system disk; `progress` is percent while `created` is false; `error` says why a
 * creation failed or why the hypervisor has halted the guest. `snapshots` counts them. `started_with` is what a running
 * guest has until its next start; it differs where `cores` or `memory` were changed since.
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
  started_with: z.object({ cores: z.int(), memory: Bytes }),
  total_disk: Bytes,
  disks: z.array(Bytes),
  auto_start: z.boolean(),
  system: z.enum(['linux', 'windows']),
  system_version: SystemVersion,
  template: z.string(),
  modules: z.array(Module),
  qos: Qos,
  ports: z.array(PortForward),
  snapshots: z.int(),
  migrating: z.boolean(),
  from_image: z.string(),
  /** `linked` needs the image's file for as long as it lives. */
  clone: z.enum(['linked', 'full']),
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

/** A guest alone, with the secret that its console's clients are given, to those who may open it. */
export const GuestDetails = Guest.extend({ monitor_secret: z.string() })
export type GuestDetails = z.output<typeof GuestDetails>

/**
 * What cloud-init does at the first start. Nobody named is `root`, or what the template says; without a secret a
 * new one is made. `user_data` is YAML of the guest's own, used instead of what the other fields make.
 */
export const CloudInit = z.object({
  root_enabled: z.boolean().default(true),
  admin_name: z
    .string()
    .max(32)
    .regex(/^([a-z_][a-z0-9_-]*)?$/i, 'Use letters, digits, underscores and dashes')
    .default(''),
  admin_secret: z.string().max(128).default(''),
  data_path: z
    .string()
    .max(255)
    .regex(/^\/[^\s:"']*$/, 'Write an absolute path')
    .default('/opt/data'),
  ssh_keys: z
    .array(
      z
        .string()
        .min(1)
        .max(8192)
        .regex(/^[^\r\n]+$/, 'Write one key per entry')
    )
    .max(32)
    .default([]),
  user_data: z.string().max(65_536).default('')
})
export type CloudInit = z.output<typeof CloudInit>

const Cores = z.int().min(1).max(255)
const Memory = Bytes.min(1 << 20, 'Memory is in bytes: at least 1 MiB').multipleOf(
  1 << 20,
  'Memory is in bytes: whole MiB'
)
const DiskSize = Bytes.min(512, 'A disk is in bytes: at least 512').multipleOf(
  512,
  'A disk is in bytes: whole sectors of 512'
)

/** What guests that are made alike have in common. */
export const GuestSettings = z.object({
  owner: z.string().max(64).default(''),
  group: z.string().max(64).default(''),
  pool: z.string().default('default'),
  cell: z.string().optional(),
  cores: Cores,
  memory: Memory,
  disks: z.array(DiskSize).min(1, 'A system disk is needed').max(16),
  auto_start: z.boolean().default(false),
  /** Start once created; `auto_start` implies it. */
  start: z.boolean().default(false),
  system: z.enum(['linux', 'windows']).optional(),
  system_version: SystemVersion.default('general'),
  /** A system template, instead of one of the five versions. */
  template: Id.optional(),
  from_image: Id.optional(),
  /** Linked: ready in milliseconds, the image must stay. Full: independent of the image. */
  clone: z.enum(['linked', 'full']).default('linked'),
  modules: z.array(Module).max(2).default([]),
  cloud_init: CloudInit.optional(),
  qos: Qos.extend({ cpu_priority: CpuPriority }).optional(),
  /** The blueprint's own limits, used where there is no `qos`: 0 high to 2 low, operations and bytes per second. */
  cpu_priority: z.int().min(0).max(2).optional(),
  max_io: DiskLimits.shape.read_iops.unwrap().optional(),
  inbound: NetworkLimits.shape.receive_speed.unwrap().optional(),
  outbound: NetworkLimits.shape.send_speed.unwrap().optional(),
  tags: z.array(Tag).max(32).default([])
})
export type GuestSettings = z.output<typeof GuestSettings>

/** What a person may ask of a new guest; forms check with this schema while typing. */
export const NewGuest = GuestSettings.extend({
  name: Name,
  /** A media image to boot from at the first start. */
  from_media: Id.optional(),
  ethernet_address: EthernetAddress.optional(),
  /** An address of the pool's, instead of any free one. */
  network_address: z.string().max(64).optional(),
  /** A bare number forwards that TCP port of this computer to the same one of the guest. */
  ports: z
    .array(z.union([PortForward, Port.transform((port) => ({ protocol: 'tcp', host: port, guest: port }) as const)]))
    .max(64)
    .default([])
})
export type NewGuest = z.output<typeof NewGuest>

/** An account inside a guest, with its password. */
export const GuestAuth = z.object({ user: z.string(), password: z.string() })
export type GuestAuth = z.output<typeof GuestAuth>

const one = z.object({ id: Id })
/** 0 is the system disk. */
const disk = one.extend({ disk: z.int().min(0).max(63) })

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
    scope: 'guest',
    input: one,
    output: GuestDetails,
    permission: 'guest:read',
    status: ({ created }) => (created ? 200 : 201)
  }),

  create: operation({
    kind: 'task',
    route: 'POST /guests/',
    uses: [
      ['from_image', 'disk_image'],
      ['from_media', 'media_image']
    ],
    summary: 'Create a guest: from an image, for an installer, or empty',
    input: NewGuest,
    output: Guest,
    permission: 'guest:write',
    audit: ({ name, pool }) => `created guest "${name}" in pool "${pool}"`,
    accepted: ({ subject }) => ({ status: 202, data: { id: subject } })
  }),

  remove: operation({
    kind: 'command',
    route: 'DELETE /guests/:id',
    scope: 'guest',
    summary: 'Delete a guest with all its disks; force stops a running one first',
    input: one.extend({ force: z.boolean().default(false) }),
    output: Nothing,
    permission: 'guest:write',
    audit: ({ id, force }) => `deleted guest ${id}${force ? ' by force' : ''}`
  }),

  setCores: operation({
    kind: 'command',
    route: 'PUT /guests/:id/cores',
    scope: 'guest',
    summary: 'Change the number of cores; a running guest has them after its next start',
    input: one.extend({ cores: Cores, immediate: z.boolean().default(false) }),
    output: Nothing,
    permission: 'guest:write',
    audit: ({ id, cores }) => `gave guest ${id} ${cores} cores`
  }),

  setMemory: operation({
    kind: 'command',
    route: 'PUT /guests/:id/memory',
    scope: 'guest',
    summary: 'Change the memory (bytes); a running guest has it after its next start',
    input: one.extend({ memory: Memory, immediate: z.boolean().default(false) }),
    output: Nothing,
    permission: 'guest:write',
    audit: ({ id, memory }) => `gave guest ${id} ${memory} bytes of memory`
  }),

  resizeDisk: operation({
    kind: 'task',
    route: 'PUT /guests/:id/disks/resize/:disk',
    scope: 'guest',
    summary: 'Grow a disk to a size (bytes), also while the guest runs where its cell can',
    input: disk.extend({ size: DiskSize, immediate: z.boolean().default(false) }),
    output: Nothing,
    permission: 'guest:write',
    audit: ({ id, disk, size }) => `grew disk ${disk} of guest ${id} to ${size} bytes`
  }),

  shrinkDisk: operation({
    kind: 'task',
    route: 'PUT /guests/:id/disks/shrink/:disk',
    scope: 'guest',
    summary: 'Give the space back that a disk of a stopped guest does not need; its size stays',
    input: disk.extend({ immediate: z.boolean().default(false) }),
    output: Nothing,
    permission: 'guest:write',
    audit: ({ id, disk }) => `shrank disk ${disk} of guest ${id}`
  }),

  resetSystem: operation({
    kind: 'task',
    route: 'PUT /guests/:id/system/',
    scope: 'guest',
    uses: [['from_image', 'disk_image']],
    summary: 'Replace the system disk of a stopped guest by a fresh copy of an image',
    input: one.extend({ from_image: Id }),
    output: Guest,
    permission: 'guest:write',
    audit: ({ id, from_image }) => `reset the system of guest ${id} to image ${from_image}`,
    accepted: () => ({ status: 200, data: '' })
  }),

  rename: operation({
    kind: 'command',
    route: 'PUT /guests/:id/name/',
    scope: 'guest',
    summary: 'Rename a stopped guest',
    input: one.extend({ name: Name }),
    output: Nothing,
    permission: 'guest:write',
    audit: ({ id, name }) => `renamed guest ${id} to "${name}"`
  }),

  setAuth: operation({
    kind: 'command',
    route: 'PUT /guests/:id/auth',
    scope: 'guest',
    summary: 'Set a password inside a running guest, through its agent; without one a new one is made',
    input: one.extend({
      user: z.string().max(64).default(''),
      password: z.string().max(128).default('')
    }),
    output: GuestAuth,
    permission: 'guest:write',
    audit: ({ id, user }) => `set the password of ${user === '' ? 'the administrator' : `"${user}"`} in guest ${id}`
  }),

  getAuth: operation({
    kind: 'query',
    route: 'GET /guests/:id/auth',
    scope: 'guest',
    summary: 'Tell the account that was set last; empty texts for none',
    input: one,
    output: GuestAuth,
    permission: 'guest:write'
  }),

  setAutoStart: operation({
    kind: 'command',
    route: 'PUT /guests/:id/auto_start',
    scope: 'guest',
    summary: 'Start the guest with its cell, or not',
    input: one.extend({ enable: z.boolean() }),
    output: Nothing,
    permission: 'guest:write',
    audit: ({ id, enable }) => `switched auto start of guest ${id} ${enable ? 'on' : 'off'}`
  }),

  setTags: operation({
    kind: 'command',
    route: 'PUT /guests/:id/tags/',
    scope: 'guest',
    summary: 'Replace the tags of a guest',
    input: one.extend({ tags: z.array(Tag).max(32) }),
    output: Nothing,
    permission: 'guest:write',
    audit: ({ id }) => `changed the tags of guest ${id}`
  }),

  setCpuPriority: operation({
    kind: 'command',
    route: 'PUT /guests/:id/qos/cpu',
    scope: 'guest',
    summary: 'Change the processor priority of a guest',
    input: one.extend({ priority: CpuPriority }),
    output: Nothing,
    permission: 'guest:write',
    audit: ({ id, priority }) => `gave guest ${id} ${priority} processor priority`
  }),

  setDiskLimits: operation({
    kind: 'command',
    route: 'PUT /guests/:id/qos/disk',
    scope: 'guest',
    summary: 'Limit what a guest reads and writes; bytes and operations per second, 0 is no limit',
    input: one.extend(DiskLimits.shape),
    output: Nothing,
    permission: 'guest:write',
    audit: ({ id }) => `changed the disk limits of guest ${id}`
  }),

  setNetworkLimits: operation({
    kind: 'command',
    route: 'PUT /guests/:id/qos/network',
    scope: 'guest',
    summary: 'Limit what a guest receives and sends; bytes per second, 0 is no limit',
    input: one.extend(NetworkLimits.shape),
    output: Nothing,
    permission: 'guest:write',
    audit: ({ id }) => `changed the network limits of guest ${id}`
  }),

  setPorts: operation({
    kind: 'command',
    route: 'PUT /guests/:id/ports/',
    scope: 'guest',
    summary: 'Replace the ports of this computer that lead into a guest',
    input: one.extend({ ports: z.array(PortForward).max(64) }),
    output: Nothing,
    permission: 'guest:write',
    audit: ({ id }) => `changed the forwarded ports of guest ${id}`
  }),

  renewMonitorSecret: operation({
    kind: 'command',
    route: 'PUT /guests/:id/monitor/secret',
    scope: 'guest',
    summary: 'Make a new monitor secret for a guest',
    input: one,
    output: z.object({ monitor_secret: z.string() }),
    permission: 'instance:operate',
    audit: ({ id }) => `made a new monitor secret for guest ${id}`
  })
}
