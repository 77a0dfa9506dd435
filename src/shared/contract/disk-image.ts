import { z } from 'zod'
import { Id, Nothing } from './common'
import { operation } from './define'
import { Image, ImageSearch, NewImage, oneImage, Ticket, upload } from './image'

/** A disk to clone guests from. */
export const DiskImage = Image
export type DiskImage = z.output<typeof DiskImage>

export const diskImageOperations = {
  search: operation({
    kind: 'query',
    route: 'GET /disk_image_search/',
    summary: 'Find disk images by owner or group, and by any of some tags',
    input: ImageSearch,
    output: z.array(DiskImage),
    permission: 'image:read'
  }),

  get: operation({
    kind: 'query',
    route: 'GET /disk_images/:id',
    summary: 'Look at one disk image',
    input: oneImage,
    output: DiskImage,
    permission: 'image:read'
  }),

  create: operation({
    kind: 'command',
    route: 'POST /disk_images/',
    summary: 'Make the record of a disk image; its file is uploaded next',
    input: NewImage,
    output: z.object({ id: Id }),
    permission: 'image:write',
    audit: ({ name }) => `made disk image "${name}"`
  }),

  remove: operation({
    kind: 'command',
    route: 'DELETE /disk_images/:id',
    summary: 'Delete a disk image that no guest is linked to',
    input: oneImage,
    output: Nothing,
    permission: 'image:write',
    audit: ({ id }) => `deleted disk image ${id}`
  }),

  upload: operation({
    kind: 'command',
    route: 'POST /disk_images/:id/file/',
    stream: 'upload',
    summary: 'Send the file of a disk image: qcow2 without backing or data file, or a raw disk',
    input: upload,
    output: Ticket,
    permission: 'image:write',
    audit: ({ id }) => `uploaded the file of disk image ${id}`
  }),

  download: operation({
    kind: 'query',
    route: 'GET /disk_images/:id/file/',
    stream: 'download',
    summary: 'Fetch the file of a disk image',
    input: oneImage,
    output: Ticket,
    permission: 'image:read'
  })
}
