/** Disk images and media images. */
export const images = {
  title: 'Images'
} as const
