import type { Image } from '@shared/contract/image'

/** Chooses the images in which every word of a text occurs: in name, description, owner, format or a tag. */
export function filterImages(images: readonly Image[], text: string): readonly Image[] {
  const words = text.toLowerCase().split(/\s+/)
  return images
    .filter(({ name, description, owner, format, tags }) => {
      const said = [name, description, owner, format, ...tags].join('\n').toLowerCase()
      return words.every((word) => said.includes(word))
    })
    .toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
}
