import { z } from 'zod'
import { Id, Nothing } from './common'
import { operation } from './define'
import { Image, ImageChange, ImageImport, ImageSearch, ImageSync, NewImage, oneImage, Ticket, upload } from './image'

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
    scope: 'disk_image',
    summary: 'Look at one disk image',
    input: oneImage,
    output: DiskImage,
    permission: 'image:read'
  }),

  create: operation({
    kind: 'command',
    route: 'POST /disk_images/',
    makes: 'disk_image',
    summary: 'Make the record of a disk image; its file is uploaded next',
    input: NewImage,
    output: z.object({ id: Id }),
    permission: 'image:write',
    audit: ({ name }) => `made disk image "${name}"`
  }),

  build: operation({
    kind: 'task',
    route: 'POST /disk_images/',
    when: 'guest',
    uses: [['guest', 'guest']],
    summary: 'Make a disk image of the system disk of a stopped guest without snapshots',
    input: NewImage.extend({ guest: Id }),
    output: DiskImage,
    permission: 'image:write',
    audit: ({ name, guest }) => `built disk image "${name}" from guest ${guest}`,
    accepted: ({ subject }) => ({ status: 202, data: { id: subject } })
  }),

  modify: operation({
    kind: 'command',
    route: 'PUT /disk_images/:id',
    scope: 'disk_image',
    summary: 'Change what is given of the record of a disk image',
    input: ImageChange,
    output: Nothing,
    permission: 'image:write',
    audit: ({ id }) => `changed disk image ${id}`
  }),

  sync: operation({
    kind: 'command',
    route: 'PATCH /disk_images/',
    summary:
      'Take in the disk images that somebody has put into images/disk/import of the data folder, named after their files',
    input: ImageSync,
    output: ImageImport,
    permission: 'image:write',
    audit: () => 'looked for new disk images'
  }),

  remove: operation({
    kind: 'command',
    route: 'DELETE /disk_images/:id',
    scope: 'disk_image',
    summary: 'Delete a disk image that no guest is linked to',
    input: oneImage,
    output: Nothing,
    permission: 'image:write',
    audit: ({ id }) => `deleted disk image ${id}`
  }),

  upload: operation({
    kind: 'command',
    route: 'POST /disk_images/:id/file/',
    scope: 'disk_image',
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
    scope: 'disk_image',
    stream: 'download',
    summary: 'Fetch the file of a disk image',
    input: oneImage,
    output: Ticket,
    permission: 'image:read'
  })
}
