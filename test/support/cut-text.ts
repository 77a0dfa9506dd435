import type { Page } from 'playwright-core'

/** Letters and small buttons may reach out of a line that is set tightly, and nothing of them is lost. */
const LINE_PX = 6

/**
 * In the page: what nobody can read or reach. What can be scrolled to is there; text that ends in an ellipsis on purpose
 * has a title with all of it.
 */
const LOOK = `(() => {
  const isShown = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest('.hidden')
  /** The element that cuts a box off. */
  const cutterOf = (box, element) => {
    let across = true
    // A virtual table scrolls in a way of its own.
    let down = !element.closest('.el-table-v2')
    for (let around = element; around; around = around.parentElement) {
      const { display, overflowX, overflowY } = getComputedStyle(around)
      if (display === 'inline' || display === 'contents') continue
      const { left, right, top, bottom } = around.getBoundingClientRect()
      across &&= !/auto|scroll/.test(overflowX)
      down &&= !/auto|scroll/.test(overflowY)
      if (across && overflowX !== 'visible' && (box.right > right + 1 || box.left < left - 1)) return around
      if (down && overflowY !== 'visible' && (box.bottom > bottom + ${LINE_PX} || box.top < top - ${LINE_PX})) return around
    }
  }
  const cut = new Set()
  const look = (what, box, element) => {
    const cutter = isShown(element) && box.width > 0 && cutterOf(box, element)
    if (cutter) cut.add('"' + what.trim() + '" is cut by ' + cutter.tagName.toLowerCase() + '.' + [...cutter.classList].join('.'))
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode
    if (data.trim() === '' || parentElement.closest('[title]:not([title=""])')) continue
    const range = document.createRange()
    range.selectNodeContents(texts.currentNode)
    look(data, range.getBoundingClientRect(), parentElement)
  }
  for (const control of document.querySelectorAll('a, button, input, select, textarea, [role=button]'))
    look(control.ariaLabel ?? control.innerText, control.getBoundingClientRect(), control)
  for (const field of document.querySelectorAll('input:placeholder-shown'))
    if (isShown(field) && field.scrollWidth > field.clientWidth + 1) cut.add('"' + field.placeholder + '" is cut by its field')
  if (document.scrollingElement.scrollWidth > innerWidth) cut.add('The page can be scrolled sideways')
  return [...cut]
})()`

/** What is cut off on a page at the size that its window has now. */
export const cutOn = (page: Page): Promise<string[]> => page.evaluate<string[]>(LOOK)
