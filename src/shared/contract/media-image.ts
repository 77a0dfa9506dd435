import { z } from 'zod'
import { Id, Nothing } from './common'
import { operation } from './define'
import { Image, ImageChange, ImageImport, ImageSearch, ImageSync, NewImage, oneImage, Ticket, upload } from './image'

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
    permission: 'media:read'
  }),

  search: operation({
    kind: 'query',
    route: 'GET /media_image_search/',
    summary: 'Find media images by owner or group, and by any of some tags',
    input: ImageSearch,
    output: z.array(MediaImage),
    permission: 'media:read'
  }),

  get: operation({
    kind: 'query',
    route: 'GET /media_images/:id',
    scope: 'media_image',
    summary: 'Look at one media image',
    input: oneImage,
    output: MediaImage,
    permission: 'media:read'
  }),

  create: operation({
    kind: 'command',
    route: 'POST /media_images/',
    makes: 'media_image',
    summary: 'Make the record of a media image; its file is uploaded next',
    input: NewImage,
    output: z.object({ id: Id }),
    permission: 'media:write',
    audit: ({ name }) => `made media image "${name}"`
  }),

  modify: operation({
    kind: 'command',
    route: 'PUT /media_images/:id',
    scope: 'media_image',
    summary: 'Change what is given of the record of a media image',
    input: ImageChange,
    output: Nothing,
    permission: 'media:write',
    audit: ({ id }) => `changed media image ${id}`
  }),

  sync: operation({
    kind: 'command',
    route: 'PATCH /media_images/',
    summary:
      'Take in the media images that somebody has put into images/media/import of the data folder, named after their files',
    input: ImageSync,
    output: ImageImport,
    permission: 'media:write',
    audit: () => 'looked for new media images'
  }),

  remove: operation({
    kind: 'command',
    route: 'DELETE /media_images/:id',
    scope: 'media_image',
    summary: 'Delete a media image that no guest has inserted',
    input: oneImage,
    output: Nothing,
    permission: 'media:write',
    audit: ({ id }) => `deleted media image ${id}`
  }),

  upload: operation({
    kind: 'command',
    route: 'POST /media_images/:id/file/',
    scope: 'media_image',
    stream: 'upload',
    summary: 'Send the file of a media image: an ISO 9660 image',
    input: upload,
    output: Ticket,
    permission: 'media:write',
    audit: ({ id }) => `uploaded the file of media image ${id}`
  }),

  download: operation({
    kind: 'query',
    route: 'GET /media_images/:id/file/',
    scope: 'media_image',
    stream: 'download',
    summary: 'Fetch the file of a media image',
    input: oneImage,
    output: Ticket,
    permission: 'media:read'
  })
}
