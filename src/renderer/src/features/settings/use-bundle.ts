import { localTime } from '@shared/text/time'
import { useApi } from '@/api'
import { fetchFile } from '@/transfers/fetch-file'
import { chooseSaveTarget } from '@/transfers/save-target'

/** Gives the way to save the support bundle. Has to be called right after a click. */
export function useBundle(): () => Promise<void> {
  const { client, openChannel } = useApi()
  return async () => {
    const open = await chooseSaveTarget(`nano-support-${localTime(new Date()).replaceAll(/\D/g, '')}.tar.gz`)
    if (!open) return
    const { ticket } = await client.diagnostics.bundle({})
    await fetchFile(openChannel(ticket), await open(), {
      signal: new AbortController().signal,
      onBytes: () => undefined
    })
  }
}
