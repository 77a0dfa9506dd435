import { z } from 'zod'
import { AccountName, Bytes, Nothing } from './common'
import { operation } from './define'
import { menus } from './permissions'

/** At least 8 characters with a lower-case letter, an upper-case letter and a digit (api/semantics 2.15). */
export const Password = z
  .string()
  .min(8, 'Use at least 8 characters')
  .max(128, 'Use at most 128 characters')
  .regex(/[a-z]/, 'Use at least one lower-case letter')
  .regex(/[A-Z]/, 'Use at least one upper-case letter')
  .regex(/\d/, 'Use at least one digit')

/**
 * One line of the host check. `code` names the finding, so that every language can word it;
 * `details` fills the words; `command` mends it, where a command can.
 */
export const HostCheck = z.object({
  subject: z.enum(['processor', 'qemu', 'memory', 'disk']),
  state: z.enum(['fine', 'know', 'fix']),
  code: z.enum([
    'accelerated',
    'no_hardware_virtualization',
    'accelerator_forbidden',
    'accelerator_missing',
    'accelerator_fails',
    'qemu_found',
    'qemu_missing',
    'memory_free',
    'memory_low',
    'disk_free',
    'disk_low'
  ]),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
  command: z.string()
})
export type HostCheck = z.output<typeof HostCheck>

/** Something the administrator has to know about the application itself, such as a damaged file kept aside. */
export const SystemNotice = z.object({ code: z.enum(['store_damaged']), message: z.string(), path: z.string() })
export type SystemNotice = z.output<typeof SystemNotice>

export const Port = z.int().min(1).max(65_535)

/** Where the API is served unless somebody chooses. */
export const USUAL_PORT = 8850

/**
 * Where the application keeps what it knows, and what it runs on. `rest` is the address for programs, '' where nothing
 * is served over TCP; `rest_setting` is what was chosen, `fixed` where the start alone decides. `session_seconds` is how
 * long a sign-in lasts without being kept; a name that has failed to sign in more than `free` times has to wait, longer
 * each time, and after `locked_after` times for `lock_seconds`.
 */
export const SystemDetails = z.object({
  data_folder: z.string(),
  rest: z.string(),
  rest_setting: z.object({ enabled: z.boolean(), port: Port, fixed: z.boolean() }),
  session_seconds: z.int(),
  sign_in: z.object({ free: z.int(), locked_after: z.int(), lock_seconds: z.int() }),
  platform: z.string(),
  node: z.string()
})
export type SystemDetails = z.output<typeof SystemDetails>

/**
 * Where everything is kept, with its size on the disk and the room beside it in bytes. `next` is the folder of the next
 * start, which differs once another was chosen. `fixed` where the command line has chosen it; `desktop` where there is
 * one to show the folder on.
 */
export const DataFolder = z.object({
  path: z.string(),
  size: Bytes,
  free: Bytes,
  next: z.string(),
  next_has_data: z.boolean(),
  fixed: z.boolean(),
  desktop: z.boolean()
})
export type DataFolder = z.output<typeof DataFolder>

export const systemOperations = {
  get: operation({
    kind: 'query',
    route: 'GET /system/',
    summary: 'Say whether the first administrator exists, and the limits of a new guest (cores, GiB, GiB)',
    input: z.object({}),
    output: z.object({
      ready: z.boolean(),
      version: z.string(),
      max_cores: z.int(),
      max_memory: z.int(),
      max_disk: z.int()
    }),
    permission: 'public'
  }),

  init: operation({
    kind: 'command',
    route: 'POST /system/',
    summary: 'Make the first administrator, with a role and a group, in one step',
    input: z.object({
      user: AccountName,
      password: Password,
      menu: z
        .array(z.enum(menus))
        .min(1)
        .refine((menu) => menu.includes('user'), 'The first administrator needs the menu "user"')
        .default([...menus]),
      group: AccountName.default('admin'),
      display: z.string().max(64).default('Administrators'),
      role: AccountName.default('super')
    }),
    output: Nothing,
    permission: 'public',
    audit: ({ user, group, role }) => `made the first administrator "${user}" in group "${group}" with role "${role}"`
  }),

  checks: operation({
    kind: 'query',
    route: 'GET /system/checks/',
    summary: 'Check whether this computer can run guests, with the fix for what cannot',
    input: z.object({ again: z.boolean().default(false) }),
    output: z.array(HostCheck),
    permission: 'system:setup'
  }),

  notices: operation({
    kind: 'query',
    route: 'GET /system/notices/',
    summary: 'List what an administrator has to know about the data folder',
    input: z.object({}),
    output: z.array(SystemNotice),
    permission: 'system:read'
  }),

  details: operation({
    kind: 'query',
    route: 'GET /system/details/',
    summary: 'Say where the application keeps its data, where programs reach it, and what it runs on',
    input: z.object({}),
    output: SystemDetails,
    permission: 'system:setup'
  }),

  setRest: operation({
    kind: 'command',
    route: 'PUT /system/rest/',
    summary: 'Serve the API over TCP to this computer at a port, or stop serving it; takes effect at once, and stays',
    input: z.object({ enabled: z.boolean(), port: Port.default(USUAL_PORT) }),
    output: Nothing,
    permission: 'system:setup',
    audit: ({ enabled, port }) => (enabled ? `switched the API on at port ${port}` : 'switched the API over TCP off')
  }),

  dataFolder: operation({
    kind: 'query',
    route: 'GET /system/data-folder/',
    summary: 'Say where everything is kept, how large that is, and which folder the next start uses',
    input: z.object({}),
    output: DataFolder,
    permission: 'system:setup'
  }),

  setDataFolder: operation({
    kind: 'command',
    route: 'PUT /system/data-folder/',
    summary: 'Choose the data folder of the next start; without a path the person at the desktop is asked',
    input: z.object({ path: z.string().max(4096).default('') }),
    output: Nothing,
    permission: 'system:setup',
    audit: ({ path }) => `chose ${path === '' ? 'a' : `"${path}" as the`} data folder of the next start`
  }),

  showDataFolder: operation({
    kind: 'command',
    route: 'POST /system/data-folder/',
    summary: 'Show the data folder on the desktop, where files are looked after',
    input: z.object({}),
    output: Nothing,
    permission: 'system:setup',
    audit: () => 'had the data folder shown'
  }),

  restart: operation({
    kind: 'command',
    route: 'POST /system/restart/',
    summary: 'End the desktop application in order and start it again; guests run on',
    input: z.object({}),
    output: Nothing,
    permission: 'system:setup',
    audit: () => 'restarted the application'
  }),

  fillDemo: operation({
    kind: 'task',
    route: 'POST /system/demo/',
    summary: 'Add a simulated fleet: made-up cells and guests to explore',
    input: z.object({ guests: z.int().min(1).max(100_000).default(1000) }),
    output: Nothing,
    permission: 'system:setup',
    audit: ({ guests }) => `added a demo fleet of ${guests} guests`,
    accepted: ({ id }) => ({ status: 202, data: { task: id } })
  })
}
