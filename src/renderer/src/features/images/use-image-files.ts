import type { Image } from '@shared/contract/image'
import { useApi } from '@/api'
import { imageCalls, type ImageKind } from '@/stores/images'
import { useTransfers } from '@/stores/transfers'
import { fetchFile } from '@/transfers/fetch-file'
import { chooseSaveTarget } from '@/transfers/save-target'
import { sendFile } from '@/transfers/send-file'
import { isMarked, markUpload, unmarkUpload } from '@/transfers/upload-marks'

export interface ImageFiles {
  /** Sends a file to be an image's own; what of this very file was received before is not sent again. */
  upload(kind: ImageKind, image: Pick<Image, 'id' | 'name'>, file: File): void
  /** Asks where to save the file of an image, and fetches it. Has to be called right after a click. */
  download(kind: ImageKind, image: Image): Promise<void>
}

/** Moves files of images; the store of transfers says how far they are, and why they failed. */
export function useImageFiles(): ImageFiles {
  const { client, openChannel } = useApi()
  const transfers = useTransfers()
  return {
    upload: (kind, { id, name }, file) =>
      transfers.start({ direction: 'up', kind, image: id, name, size: file.size }, async ({ signal, onBytes }) => {
        const calls = imageCalls(client, kind)
        const offset = isMarked(id, file) ? (await calls.get({ id })).received : 0
        markUpload(id, file)
        onBytes(offset)
        const { ticket } = await calls.upload({ id, size: file.size, ...(offset > 0 && { offset }) })
        const follower = { signal, onBytes: (sent: number) => onBytes(offset + sent) }
        await sendFile(file.slice(offset), openChannel(ticket), follower)
        unmarkUpload(id)
      }),

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
