/** In the place of a `style` element: takes rules as its text, and they hold until it is removed. */
export function adoptedStyle(): HTMLElement {
  const sheet = new CSSStyleSheet()
  document.adoptedStyleSheets.push(sheet)
  return Object.defineProperties(document.createElement('i'), {
    textContent: { set: (rules: string) => sheet.replaceSync(rules) },
    remove: {
      value: () => (document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet))
    }
  })
}
