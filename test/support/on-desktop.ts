import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Desktop, type RunningShell, type Shell } from './desktop'

/** Does something with the product on a fresh data folder; nothing is left afterwards. A failure names pictures of its windows. */
export async function onDesktop<Running extends RunningShell>(
  shell: Shell<Running>,
  work: (desktop: Desktop<Running>) => Promise<void>
): Promise<void> {
  const desktop = new Desktop(shell)
  try {
    await work(desktop)
  } catch (cause) {
    const folder = await pictures(desktop)
    const text = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${text}\nThe windows then: ${folder}\nThey said: ${desktop.complaints.except().join('\n')}`, {
      cause
    })
  } finally {
    await desktop.close()
  }
}

async function pictures(desktop: Desktop): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'failed-'))
  for (const [index, page] of desktop.pages.entries())
    // A page that hangs or has gone has no picture.
    await page.screenshot({ path: join(folder, `${index + 1}.png`), timeout: 5_000 }).catch(() => {})
  return folder
}
