import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import type { AxeResults, RunOptions, run } from 'axe-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The rules that are looked at: WCAG 2.1 A and AA, or of these all that another theme can break. */
const rules = {
  all: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] },
  colors: { type: 'rule', values: ['color-contrast'] }
} satisfies Record<string, RunOptions['runOnly']>

/**
 * What keeps people from using a page as it is now, or what a selector finds on it: the rule, and where. The worse two of
 * axe's four grades.
 */
export async function barriersOn(page: Page, which: keyof typeof rules = 'all', within = 'html'): Promise<string[]> {
  // Evaluated, not added as an element: the page's policy lets no other script in.
  if (!(await page.evaluate<boolean>(`'axe' in globalThis`))) await page.evaluate(axe)
  const options: RunOptions = { runOnly: rules[which], resultTypes: ['violations'] }
  const { violations } = await page.evaluate<AxeResults, [string, RunOptions]>(
    async ([within, options]) => {
      const { axe } = globalThis as unknown as { axe: { run: typeof run } }
      return axe.run(within, options)
    },
    [within, options]
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${String(target)} – ${failureSummary}`)
    )
}
