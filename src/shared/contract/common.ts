import { z } from 'zod'

/** UUID of a guest, an image, a task or a session. */
export const Id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w-]+$/, 'Use letters, digits, underscores and dashes')

/** Name of a guest, pool or cell (api/semantics 2.0): the core's syntax. */
export const Name = z
  .string()
  .min(1, 'A name is needed')
  .max(64, 'Use at most 64 characters')
  .regex(/^[\w-]+$/, 'Use letters, digits, underscores and dashes')

/** Name of an image or snapshot: as `Name`, and dots, but not dots alone, which lead elsewhere in a path. */
export const DottedName = z
  .string()
  .min(1, 'A name is needed')
  .max(64, 'Use at most 64 characters')
  .regex(/^(?!\.+$)[\w.-]+$/, 'Use letters, digits, dots, underscores and dashes')

/** A size in bytes. */
export const Bytes = z.int().min(0).max(Number.MAX_SAFE_INTEGER)

/** Local time, `YYYY-MM-DD HH:MM:SS`, as the API writes it (api/semantics 2.8.0). */
export const LocalTime = z.string()

/** Free text a person wrote. */
export const Description = z.string().max(1000, 'Use at most 1000 characters')

export const Tag = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^\s,]+$/, 'A tag has no blanks and no commas')

/** A user, group or role name (api/semantics 2.0): the front end's syntax. */
export const AccountName = z
  .string()
  .min(1, 'A name is needed')
  .max(64, 'Use at most 64 characters')
  .regex(/^[\w.-]+$/, 'Use letters, digits, dots, underscores and dashes')

/** Bytes per second; 0 is no limit. */
export const Speed = z.int().min(0).max(Number.MAX_SAFE_INTEGER)

/** What a command answers when it has nothing to say; REST sends an empty string (api/semantics 1.1). */
export const Nothing = z.object({})
export type Nothing = z.output<typeof Nothing>
