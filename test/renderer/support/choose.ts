import { until } from './until'
import type { TestWindow } from './window'

/** Chooses an option of a select, as a mouse does. */
export async function choose(window: TestWindow, test: string, text: string): Promise<void> {
  await window.click(`[data-test=${test}] .el-select__wrapper`)
  const option = () =>
    [...document.querySelectorAll<HTMLElement>('.el-select-dropdown__item')].find((item) => item.textContent === text)
  ;(await until(`the choice ${text}`, option)).click()
}
