import { z } from 'zod'
import { Id, Nothing } from './common'
import { operation } from './define'
import { Image, ImageSearch, NewImage, oneImage, Ticket, upload } from './image'

/** An ISO file to insert into a guest's drive. */
export const MediaImage = Image
export type MediaImage = z.output<typeof MediaImage>

export const mediaImageOperations = {
  list: operation({
    kind: 'query',
    route: 'GET /media_images/',
    summary: 'List the media images by group and name',
    input: z.object({}),
    output: z.array(MediaImage),
    permission: 'image:read'
  }),

  search: operation({
    kind: 'query',
    route: 'GET /media_image_search/',
    summary: 'Find media images by owner or group, and by any of some tags',
    input: ImageSearch,
    output: z.array(MediaImage),
    permission: 'image:read'
  }),

  get: operation({
    kind: 'query',
    route: 'GET /media_images/:id',
    summary: 'Look at one media image',
    input: oneImage,
    output: MediaImage,
    permission: 'image:read'
  }),

  create: operation({
    kind: 'command',
    route: 'POST /media_images/',
    summary: 'Make the record of a media image; its file is uploaded next',
    input: NewImage,
    output: z.object({ id: Id }),
    permission: 'image:write',
    audit: ({ name }) => `made media image "${name}"`
  }),

  remove: operation({
    kind: 'command',
    route: 'DELETE /media_images/:id',
    summary: 'Delete a media image that no guest has inserted',
    input: oneImage,
    output: Nothing,
    permission: 'image:write',
    audit: ({ id }) => `deleted media image ${id}`
  }),

  upload: operation({
    kind: 'command',
    route: 'POST /media_images/:id/file/',
    stream: 'upload',
    summary: 'Send the file of a media image: an ISO 9660 image',
    input: upload,
    output: Ticket,
    permission: 'image:write',
    audit: ({ id }) => `uploaded the file of media image ${id}`
  }),

  download: operation({
    kind: 'query',
    route: 'GET /media_images/:id/file/',
    stream: 'download',
    summary: 'Fetch the file of a media image',
    input: oneImage,
    output: Ticket,
    permission: 'image:read'
  })
}
