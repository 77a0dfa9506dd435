import { createReadStream } from 'node:fs'
import type { Handlers } from '@shared/contract'
import type { Image } from '@shared/contract/image'
import type { Call, TaskCall } from '@main/kernel/call'
import type { Tickets } from '@main/kernel/tickets'
import type { Images } from './images'
import { unbuilt } from './unbuilt'

/** What media and disk images offer alike. */
export function diskImageService(images: Images, tickets: Tickets): Handlers<'diskImage', Call, TaskCall> {
  return {
    ...unbuilt<Handlers<'diskImage', Call, TaskCall>>(),
    search: async (filter) => images.list().filter(matches(filter)),
    get: async ({ id }) => images.show(images.get(id)),
    create: async (wanted, { caller }) => ({ id: images.create(wanted, caller) }),

    async remove({ id }) {
      await images.remove(id)
      return {}
    },

    async upload({ id, size }) {
      images.refuseUnlessUnused(id)
      return { ticket: tickets.issue({ kind: 'upload', open: () => images.receive(id, size) }) }
    },

    async download({ id }) {
      const { name, path, size, format } = images.fileOf(id)
      const file = { name: `${name}.${format}`, size }
      return {
        ticket: tickets.issue({ kind: 'download', ...file, open: async (range) => createReadStream(path, range) })
      }
    }
  }
}

export const mediaImageService = (images: Images, tickets: Tickets): Handlers<'mediaImage', Call, TaskCall> => ({
  ...diskImageService(images, tickets),
  list: async () => images.list()
})

/** Owner or group, whichever is asked for, and any of the tags (api/semantics 2.12). */
function matches({ owner, group, tags }: { owner?: string | undefined; group?: string | undefined; tags: string[] }) {
  const isAnybodys = owner === undefined && group === undefined
  return (image: Image): boolean =>
    (isAnybodys || image.owner === owner || image.group === group) &&
    (tags.length === 0 || tags.some((tag) => image.tags.includes(tag)))
}
