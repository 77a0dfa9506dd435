const FOCUSABLE = 'a[href], button:not(:disabled), input:not(:disabled), [tabindex]:not([tabindex="-1"])'

/** Moves the focus to the next part of the window that is marked as an area. */
export function focusNextArea(): void {
  const areas = [...document.querySelectorAll<HTMLElement>('[data-area]')]
  const at = areas.findIndex((area) => area.contains(document.activeElement))
  for (let step = 1; step <= areas.length; step++) {
    const next = areas[(at + step) % areas.length]?.querySelector<HTMLElement>(FOCUSABLE)
    if (next) return next.focus()
  }
}
