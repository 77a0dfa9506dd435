import { until } from './until'

/** Types a number into a field as a person does: it counts when the field is left. */
export async function typeNumber(selector: string, value: number): Promise<void> {
  const input = await until(selector, () => document.querySelector<HTMLInputElement>(selector))
  input.value = String(value)
  input.dispatchEvent(new Event('input', { bubbles: true }))
  input.dispatchEvent(new Event('change', { bubbles: true }))
}
