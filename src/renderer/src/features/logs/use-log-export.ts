import type { LogEntry } from '@shared/contract/log'
import { localTime } from '@shared/text/time'
import { onScopeDispose, ref } from 'vue'
import { useOperation } from '@/composables/use-operation'
import { csvLine } from '@/text/csv'
import { chooseSaveTarget } from '@/transfers/save-target'

/** Spreadsheets know by it that the text is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF'
const HEAD = ['id', 'time', 'user', 'address', 'operation', 'outcome', 'content']
const cellsOf = ({ id, time, user, address, operation, outcome, content }: LogEntry): string[] => [
  // With a blank before it a spreadsheet does not round it.
  ...[` ${id}`, time, user, address, operation, outcome, content]
]

type ReadAll = (
  onPart: (logs: readonly LogEntry[], total: number) => Promise<void>,
  signal: AbortSignal
) => Promise<void>

/** Saves the entries that are wanted as a table, piece by piece. */
export function useLogExport(readAll: ReadAll) {
  const { run, busy, problem } = useOperation()
  /** From 0 to 1. */
  const progress = ref(0)
  let stop = new AbortController()
  const cancel = (): void => stop.abort()
  onScopeDispose(cancel)

  const save = async (): Promise<void> => {
    const day = localTime(new Date()).slice(0, 10)
    const target = await chooseSaveTarget(`nano-log-${day}.csv`)
    if (!target) return
    stop = new AbortController()
    const { signal } = stop
    await run(async () => {
      progress.value = 0
      const writer = (await target()).getWriter()
      const write = (text: string) => writer.write(new TextEncoder().encode(text))
      let saved = 0
      try {
        await write(BYTE_ORDER_MARK + csvLine(HEAD))
        await readAll(async (logs, total) => {
          await write(logs.map((entry) => csvLine(cellsOf(entry))).join(''))
          saved += logs.length
          progress.value = total === 0 ? 1 : saved / total
        }, signal)
        await writer.close()
      } catch (cause) {
        await writer.abort(cause).catch(() => undefined)
        if (!signal.aborted) throw cause
      }
    })
  }
  return { save, cancel, busy, progress, problem }
}
