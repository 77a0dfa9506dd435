import type { Image } from '@shared/contract/image'
import { defineStore } from 'pinia'
import { useApi } from '@/api'
import { collection } from './collection'

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
