import type { Details } from './audit-entry'

type Text = string | number | boolean
const isText = (value: unknown): value is Text => ['string', 'number', 'boolean'].includes(typeof value)

/**
 * What the log says of an input, and the fields that it says it with: a window needs no more to say the same in another
 * language. What a sentence may tell is no secret. Of a list the items are told, and their number as `n`.
 */
export function told(
  say: (input: never) => string,
  input: Readonly<Record<string, unknown>>
): { readonly text: string; readonly details: Details } {
  const details: Record<string, Text> = {}
  const get = (_input: object, key: string | symbol): unknown => {
    const field = String(key)
    const value = input[field]
    if (isText(value)) details[field] = value
    if (Array.isArray(value)) Object.assign(details, { [field]: value.join(', ').slice(0, 1000), n: value.length })
    return value
  }
  return { text: say(new Proxy(input, { get }) as never), details }
}
