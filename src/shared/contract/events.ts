import { z } from 'zod'
import { Cell } from './cell'
import { DiskImage } from './disk-image'
import { Guest } from './guest'
import { MediaImage } from './media-image'
import type { Permission } from './permissions'
import { Task } from './task'

const Gone = z.object({ id: z.string() })

/**
 * Facts broadcast after a commit. A name is `<noun>.<past participle>`; the payload is the full new state,
 * so a listener replaces what it knows. `permission` is what a listener needs to be told.
 */
export const events = {
  'guest.changed': { payload: Guest, permission: 'guest:read' },
  'guest.removed': { payload: Gone, permission: 'guest:read' },
  'cell.changed': { payload: Cell, permission: 'compute_pool:read' },
  'disk_image.changed': { payload: DiskImage, permission: 'image:read' },
  'disk_image.removed': { payload: Gone, permission: 'image:read' },
  'media_image.changed': { payload: MediaImage, permission: 'image:read' },
  'media_image.removed': { payload: Gone, permission: 'image:read' },
  'task.changed': { payload: Task, permission: 'task:read' }
} as const satisfies Record<string, { payload: z.ZodType; permission: Permission }>

export type Events = { [N in keyof typeof events]: z.output<(typeof events)[N]['payload']> }
export type EventName = keyof Events
