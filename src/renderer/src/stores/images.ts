import type { Client } from '@shared/contract'
import type { Image } from '@shared/contract/image'
import type { Permission } from '@shared/contract/permissions'
import { defineStore } from 'pinia'
import { useApi } from '@/api'
import { collection } from './collection'

export const imageKinds = ['disk', 'media'] as const
export type ImageKind = (typeof imageKinds)[number]

/** The permissions for images of a kind. */
export const imagePermissions = {
  disk: { read: 'image:read', write: 'image:write' },
  media: { read: 'media:read', write: 'media:write' }
} as const satisfies Record<ImageKind, Record<'read' | 'write', Permission>>

/** What can be done with images of a kind. */
export const imageCalls = (client: Client, kind: ImageKind): Client['diskImage'] | Client['mediaImage'] =>
  kind === 'disk' ? client.diskImage : client.mediaImage

/** The disk images, those still without a file included. */
export const useDiskImages = defineStore('diskImages', () => {
  const api = useApi()
  return collection<Image>(api, {
    load: () => api.client.diskImage.search({}),
    idOf: ({ id }) => id,
    changed: 'disk_image.changed',
    removed: 'disk_image.removed'
  })
})

/** The media images, those still without a file included. */
export const useMediaImages = defineStore('mediaImages', () => {
  const api = useApi()
  return collection<Image>(api, {
    load: () => api.client.mediaImage.list({}),
    idOf: ({ id }) => id,
    changed: 'media_image.changed',
    removed: 'media_image.removed'
  })
})

/** The images of a kind. */
export const useImages = (kind: ImageKind) => (kind === 'disk' ? useDiskImages() : useMediaImages())
