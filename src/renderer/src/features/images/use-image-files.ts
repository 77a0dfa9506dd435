import { AppError } from '@shared/contract/errors'
import type { Image } from '@shared/contract/image'
import { useApi } from '@/api'
import { useErrorText } from '@/composables/use-error-text'
import { imageCalls, type ImageKind } from '@/stores/images'
import { useTransfers, type Move } from '@/stores/transfers'
import { fetchFile } from '@/transfers/fetch-file'
import { chooseSaveTarget } from '@/transfers/save-target'
import { sendFile } from '@/transfers/send-file'
import { isMarked, markUpload, unmarkUpload } from '@/transfers/upload-marks'

export interface ImageFiles {
  /** Sends a file to be an image's own; what of this very file was received before is not sent again. */
  upload(kind: ImageKind, image: Pick<Image, 'id' | 'name'>, file: File): void
  /** The same for an image that was made for this file: when the file is refused, the image goes too. */
  uploadFirst(kind: ImageKind, image: Pick<Image, 'id' | 'name'>, file: File): void
  /** Asks where to save the file of an image, and fetches it. Has to be called right after a click. */
  download(kind: ImageKind, image: Image): Promise<void>
}

/** Moves files of images; the store of transfers says how far they are, and why they failed. */
export function useImageFiles(): ImageFiles {
  const { client, openChannel } = useApi()
  const { textOf } = useErrorText()
  const transfers = useTransfers()

  const send =
    (kind: ImageKind, id: string, file: File): Move =>
    async ({ signal, onBytes }) => {
      const calls = imageCalls(client, kind)
      const offset = isMarked(id, file) ? (await calls.get({ id })).received : 0
      markUpload(id, file)
      onBytes(offset)
      const { ticket } = await calls.upload({ id, size: file.size, ...(offset > 0 && { offset }) })
      const follower = { signal, onBytes: (sent: number) => onBytes(offset + sent) }
      await sendFile(file.slice(offset), openChannel(ticket), follower)
      unmarkUpload(id)
    }
  /** Rejects when the image was removed. What was only broken off can go on, so its image stays. */
  const clearAway = async (kind: ImageKind, { id, name }: Pick<Image, 'id' | 'name'>, why: unknown): Promise<void> => {
    const calls = imageCalls(client, kind)
    const { created, received } = await calls.get({ id })
    if (created || received > 0) return
    await calls.remove({ id })
    unmarkUpload(id)
    throw new AppError('IMPORT_REFUSED', { name, reason: textOf(why) })
  }
  return {
    upload: (kind, { id, name }, file) =>
      transfers.start({ direction: 'up', kind, image: id, name, size: file.size }, send(kind, id, file)),

    uploadFirst(kind, image, file) {
      const move: Move = async (follower) => {
        try {
          await send(kind, image.id, file)(follower)
        } catch (problem) {
          if (!follower.signal.aborted) await clearAway(kind, image, problem)
          throw problem
        }
      }
      transfers.start({ direction: 'up', kind, image: image.id, name: image.name, size: file.size }, move)
    },

    async download(kind, { id, name, format, size }) {
      const open = await chooseSaveTarget(`${name}.${format}`)
      if (!open) return
      transfers.start({ direction: 'down', kind, image: id, name, size }, async (follower) => {
        const sink = await open()
        const { ticket } = await imageCalls(client, kind).download({ id })
        await fetchFile(openChannel(ticket), sink, follower)
      })
    }
  }
}
