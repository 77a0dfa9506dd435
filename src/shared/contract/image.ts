import { z } from 'zod'
import { Bytes, Description, DottedName, Id, LocalTime, Tag } from './common'

/**
 * What media and disk images have in common (api/semantics 2.11, 2.12). `size` is the file's bytes,
 * `virtual_size` what a guest sees of it; `format` is '' before the first file; `created` turns true with the first
 * whole file; `progress` is percent while one is received; `received` is how many bytes have come of a file that is not
 * whole yet: from there an upload goes on; `checksum` is the SHA-256 of the file, in hex; `error` says why the last
 * file was refused.
 */
export const Image = z.object({
  id: Id,
  name: z.string(),
  owner: z.string(),
  group: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  size: Bytes,
  format: z.enum(['qcow2', 'raw', 'iso', '']),
  virtual_size: Bytes,
  created: z.boolean(),
  progress: z.number(),
  received: Bytes,
  checksum: z.string(),
  error: z.string(),
  create_time: LocalTime,
  modify_time: LocalTime,
  revision: z.int()
})
export type Image = z.output<typeof Image>

export const NewImage = z.object({
  name: DottedName,
  owner: z.string().max(64).default(''),
  group: z.string().max(64).default(''),
  description: Description.default(''),
  tags: z.array(Tag).max(32).default([])
})

/** What may be changed of an image's record; what is not given stays. */
export const ImageChange = z.object({
  id: Id,
  name: DottedName.optional(),
  owner: z.string().max(64).optional(),
  group: z.string().max(64).optional(),
  description: Description.optional(),
  tags: z.array(Tag).max(32).optional()
})

/** What may be taken in was; what may not stays where it is, and is named with the reason. */
export const ImageImport = z.object({
  added: z.array(z.string()),
  refused: z.array(z.object({ file: z.string(), reason: z.string() }))
})

export type ImageImport = z.output<typeof ImageImport>

/** Whose the images become that are found. */
export const ImageSync = z.object({ owner: z.string().max(64).default(''), group: z.string().max(64).default('') })

export const ImageSearch = z.object({
  owner: z.string().optional(),
  group: z.string().optional(),
  tags: z.array(z.string()).default([])
})

/** Leave to send or fetch one file; redeem it within 15 seconds. */
export const Ticket = z.object({ ticket: z.string() })
export type Ticket = z.output<typeof Ticket>

export const oneImage = z.object({ id: Id })

/** A SHA-256 in hex. */
export const Checksum = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f]{64}$/, 'Write a SHA-256 as 64 hexadecimal digits')

/**
 * An upload brings a whole file, or a part that goes on where the last one ended. Over REST a part is announced by
 * `Content-Range: bytes <first>-<last>/<size>` and answered with 202 and `{received}` until the file is whole; an
 * asterisk in the place of first and last, and no body, ask how much is there. What was broken off is kept for a day. The whole file's checksum may also come as `Repr-Digest` or `Digest`, or in a form's field `checksum`.
 */
export const upload = oneImage.extend({
  /** Bytes of the whole file, where the sender knows: it makes progress truthful and an early refusal possible. */
  size: Bytes.optional(),
  /** Where in the file the body begins: 0 begins anew, else what is there from before must end here. */
  offset: Bytes.default(0),
  /** Bytes that the body brings, where that is not all the rest. */
  length: Bytes.optional(),
  /** A file that differs is refused. */
  checksum: Checksum.optional()
})
