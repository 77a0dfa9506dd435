/** Why a button is disabled, as it is read aloud; undefined when it is not. */
export function whyNot(selector: string): string | undefined {
  const found = document.querySelector<HTMLButtonElement>(selector)
  const id = found?.disabled ? found.getAttribute('aria-describedby') : undefined
  return id ? document.getElementById(id)?.textContent : undefined
}
