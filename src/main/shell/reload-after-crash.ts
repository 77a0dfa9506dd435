import type { WebContents } from 'electron'
import type { Logger } from '@main/kernel/logger'

/** A page that falls again this soon would fall for ever. */
const ONCE_IN_MS = 60_000

/** Loads a page again when its process has died; `gaveUp` is told when that has not helped. */
export function reloadAfterCrash(contents: WebContents, log: Logger, gaveUp: (reason: string) => void): void {
  let last = -Infinity
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return
    log.error(`a window's process ended: ${reason} (${exitCode})`)
    if (performance.now() - last < ONCE_IN_MS) return gaveUp(reason)
    last = performance.now()
    contents.reload()
  })
}
