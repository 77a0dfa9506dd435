/** A request that says the input: in the path, in the query of a GET, else in the body. */
export function asRequest(
  spelling: string,
  input: Readonly<Record<string, unknown>>
): { readonly route: string; readonly body: object | undefined } {
  const rest = new Map(Object.entries(input))
  const route = spelling.replaceAll(/\{(\w+)\}/g, (_match, name: string) => {
    const value = rest.get(name)
    rest.delete(name)
    return encodeURIComponent(String(value))
  })
  if (!route.startsWith('GET ')) return { route, body: rest.size === 0 ? undefined : Object.fromEntries(rest) }
  const query = new URLSearchParams([...rest].map(([name, value]): [string, string] => [name, String(value)]))
  return { route: query.size === 0 ? route : `${route}?${query.toString()}`, body: undefined }
}
