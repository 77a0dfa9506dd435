import { z } from 'zod'
import { AddressPool } from './address-pool'
import { Cell } from './cell'
import { DiskImage } from './disk-image'
import { Guest } from './guest'
import { MediaImage } from './media-image'
import { ComputePool } from './compute-pool'
import { Migration } from './migration'
import type { ScopeKind } from './define'
import type { Permission } from './permissions'
import { StoragePool } from './storage-pool'
import { Task } from './task'
import { Template } from './template'
import { Accounts } from './user'

const Gone = z.object({ id: z.string() })
const GoneByName = z.object({ name: z.string() })

/**
 * Facts broadcast after a commit. A name is `<noun>.<past participle>`; the payload is the full new state,
 * so a listener replaces what it knows. `permission` is what a listener needs to be told;
 * with a `scope`, only who may see the thing is told.
 */
export const events = {
  'guest.changed': { payload: Guest, permission: 'guest:read', scope: 'guest' },
  'guest.removed': { payload: Gone, permission: 'guest:read' },
  'cell.changed': { payload: Cell, permission: 'compute_pool:read' },
  'cell.removed': { payload: GoneByName, permission: 'compute_pool:read' },
  'compute_pool.changed': { payload: ComputePool, permission: 'compute_pool:read' },
  'compute_pool.removed': { payload: GoneByName, permission: 'compute_pool:read' },
  'storage_pool.changed': { payload: StoragePool, permission: 'storage_pool:read' },
  'storage_pool.removed': { payload: GoneByName, permission: 'storage_pool:read' },
  'address_pool.changed': { payload: AddressPool, permission: 'address_pool:read' },
  'address_pool.removed': { payload: GoneByName, permission: 'address_pool:read' },
  'template.changed': { payload: Template, permission: 'template:read' },
  'template.removed': { payload: Gone, permission: 'template:read' },
  'disk_image.changed': { payload: DiskImage, permission: 'image:read', scope: 'disk_image' },
  'disk_image.removed': { payload: Gone, permission: 'image:read' },
  'media_image.changed': { payload: MediaImage, permission: 'media:read', scope: 'media_image' },
  'media_image.removed': { payload: Gone, permission: 'media:read' },
  'accounts.changed': { payload: Accounts, permission: 'user:read' },
  'migration.changed': { payload: Migration, permission: 'compute_pool:read' },
  'task.changed': { payload: Task, permission: 'task:read' }
} as const satisfies Record<string, { payload: z.ZodType; permission: Permission; scope?: ScopeKind }>

export type Events = { [N in keyof typeof events]: z.output<(typeof events)[N]['payload']> }
export type EventName = keyof Events
