import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { finished } from 'node:stream/promises'
import type { Handlers } from '@shared/contract'
import type { ScopeKind } from '@shared/contract/define'
import { AppError } from '@shared/contract/errors'
import type { Image } from '@shared/contract/image'
import { seenBy } from '@shared/rules/visibility'
import type { Call, TaskCall } from '@main/kernel/call'
import type { Tickets } from '@main/kernel/tickets'
import { imageBuild, type ImageBuildDeps } from './image-build'
import type { Images } from './images'

/** What media and disk images offer alike. */
function imageService(images: Images, tickets: Tickets, kind: ScopeKind): Handlers<'mediaImage', Call, TaskCall> {
  const seen = ({ caller }: Call): Image[] => images.list().filter(seenBy(caller, kind))

  return {
    list: async (_input, call) => seen(call),
    search: async (filter, call) => seen(call).filter(matches(filter)),
    get: async ({ id }) => images.show(images.get(id)),
    create: async (wanted, { caller }) => ({ id: images.create(wanted, caller) }),
    sync: (owner, { caller }) => images.import(owner, caller),

    async modify({ id, ...change }) {
      images.modify(id, change)
      return {}
    },

    async remove({ id }) {
      await images.remove(id)
      return {}
    },

    async upload({ id, checksum, ...sent }, { ended }) {
      images.refuseUnlessUnused(id)
      const open = (checksumOf?: () => string | undefined) => {
        const opening = images.receive(id, { ...sent, checksum: () => checksum ?? checksumOf?.() })
        opening
          .then((writer) => finished(writer))
          .then(
            () => ended?.(),
            (cause: Error) =>
              ended?.(cause instanceof AppError ? cause : new AppError('TRANSFER_FAILED', { reason: cause.message }))
          )
        return opening
      }
      return { ticket: tickets.issue({ kind: 'upload', open }) }
    },

    async download({ id }) {
      const { name, path, size, format, checksum } = images.fileOf(id)
      const file = { name: `${name}.${format}`, size, checksum, version: checksum || basename(path) }
      return {
        ticket: tickets.issue({ kind: 'download', ...file, open: async (range) => createReadStream(path, range) })
      }
    }
  }
}

export const mediaImageService = (images: Images, tickets: Tickets): Handlers<'mediaImage', Call, TaskCall> =>
  imageService(images, tickets, 'media_image')

export function diskImageService(
  deps: ImageBuildDeps & { readonly tickets: Tickets }
): Handlers<'diskImage', Call, TaskCall> {
  const { list: _list, ...service } = imageService(deps.diskImages, deps.tickets, 'disk_image')
  return { ...service, build: imageBuild(deps) }
}

/** Owner or group, whichever is asked for, and any of the tags (api/semantics 2.12). */
function matches({ owner, group, tags }: { owner?: string | undefined; group?: string | undefined; tags: string[] }) {
  const isAnybodys = owner === undefined && group === undefined
  return (image: Image): boolean =>
    (isAnybodys || image.owner === owner || image.group === group) &&
    (tags.length === 0 || tags.some((tag) => image.tags.includes(tag)))
}
