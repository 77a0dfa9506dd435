import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import type { AxeResults, run } from 'axe-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What keeps people from using a page as it is now (WCAG 2.1 A and AA): the rule, and where. The worse two of axe's four grades. */
export async function barriersOn(page: Page): Promise<string[]> {
  // Evaluated, not added as an element: the page's policy lets no other script in.
  await page.evaluate(axe)
  const { violations } = await page.evaluate<AxeResults>(async () => {
    const { axe } = globalThis as unknown as { axe: { run: typeof run } }
    return axe.run({ runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] } })
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${String(target)} – ${failureSummary}`)
    )
}
