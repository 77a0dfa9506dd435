import type { WebContents } from 'electron'

/** As long as Chromium lets one click stand for what a page does next (HTML standard 6.4.2). */
const LASTS_MS = 5000
const deliberate: ReadonlySet<string> = new Set(['mouseDown', 'keyDown', 'rawKeyDown', 'touchStart', 'gestureTap'])

/** Tells whether a person has clicked or typed in a window just now, as only the main process can know. */
export function watchInput(contents: WebContents): () => boolean {
  let last = -Infinity
  contents.on('input-event', (_event, { type }) => {
    if (deliberate.has(type)) last = performance.now()
  })
  return () => performance.now() - last < LASTS_MS
}
