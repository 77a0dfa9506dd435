import { z } from 'zod'
import { Bytes, Description, DottedName, Id, LocalTime, Tag } from './common'

/**
 * What media and disk images have in common (api/semantics 2.11, 2.12). `size` is the file's bytes,
 * `virtual_size` what a guest sees of it; `format` is '' before the first file; `created` turns true with the first whole file; `progress` is percent while one is received;
 * `error` says why the last file was refused.
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

export const ImageSearch = z.object({
  owner: z.string().optional(),
  group: z.string().optional(),
  tags: z.array(z.string()).default([])
})

/** Leave to send or fetch one file; redeem it within 15 seconds. */
export const Ticket = z.object({ ticket: z.string() })
export type Ticket = z.output<typeof Ticket>

export const oneImage = z.object({ id: Id })
/** `size` is the file's bytes, where the sender knows it: it makes progress truthful and an early refusal possible. */
export const upload = oneImage.extend({ size: Bytes.optional() })
