import { z } from 'zod'
import { Nothing } from './common'
import { operation } from './define'

/** Whether the members of the caller's group see each other's guests and images. */
export const Visibility = z.object({
  instance_visible: z.boolean(),
  disk_image_visible: z.boolean(),
  media_image_visible: z.boolean()
})
export type Visibility = z.output<typeof Visibility>

export const visibilityOperations = {
  get: operation({
    kind: 'query',
    route: 'GET /resource_visibilities/',
    summary: 'Say what the members of one’s own group see of each other',
    input: z.object({}),
    output: Visibility,
    permission: 'visibility:read'
  }),

  modify: operation({
    kind: 'command',
    route: 'PUT /resource_visibilities/',
    summary: 'Choose what the members of one’s own group see of each other',
    input: z.object({
      instance_visible: z.boolean().optional(),
      disk_image_visible: z.boolean().optional(),
      media_image_visible: z.boolean().optional()
    }),
    output: Nothing,
    permission: 'visibility:write',
    audit: () => 'changed what the members of the group see of each other'
  })
}
