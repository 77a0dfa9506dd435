/** Orders things by name, as people count: `web-9` before `web-10`. */
export const byName = (a: { readonly name: string }, b: { readonly name: string }): number => compare(a.name, b.name)

const { compare } = new Intl.Collator('en', { numeric: true })
