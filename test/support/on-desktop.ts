import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { Desktop, type RunningShell, type Shell } from './desktop'

/**
 * Does something with the product on a fresh data folder; nothing is left afterwards. Fails when a page complains.
 * A failure names pictures of the windows.
 */
export async function onDesktop<Running extends RunningShell>(
  shell: Shell<Running>,
  work: (desktop: Desktop<Running>) => Promise<void>
): Promise<void> {
  const desktop = new Desktop(shell)
  try {
    await work(desktop)
    expect(desktop.complaints.all, 'what pages complain of').toEqual([])
  } catch (cause) {
    const folder = await pictures(desktop)
    const text = cause instanceof Error ? cause.message : String(cause)
    const said = desktop.complaints.all.join('\n')
    throw new Error(`${text}\nThe windows then: ${folder}\nThey complain: ${said}`, { cause })
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
