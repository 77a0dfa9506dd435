/** Other spellings that clients of some version use (api/semantics 0, 1.8): every path is served under all of them. */
const aliases: readonly (readonly [path: RegExp, alias: string])[] = [
  [/^\/guests\b/, '/guest'],
  [/^\/instances\b/, '/instance'],
  [/^\/monitor_channels\b/, '/monitor_channel'],
  [/^\/media_images\/:id\/file$/, '/media_image_files/:id'],
  [/^\/disk_images\/:id\/file$/, '/disk_image_files/:id']
]
const prefixes = ['', '/api/v1'] as const

/** Every path that an operation answers at. Written without the last slash; the router takes both. */
export function pathsOf(path: string): string[] {
  const plain = path.replace(/\/$/, '')
  const spellings = [
    plain,
    ...aliases.filter(([pattern]) => pattern.test(plain)).map(([pattern, alias]) => plain.replace(pattern, alias))
  ]
  return prefixes.flatMap((prefix) => spellings.map((spelling) => `${prefix}${spelling}`))
}

/** The methods by which a path is served, whatever its spelling; none for a path that nobody knows. */
export function methodsAt(routes: readonly string[], path: string): string[] {
  const methods = routes.flatMap((route) => {
    const [method = '', pattern = ''] = route.split(' ')
    const isHere = pathsOf(pattern).some((each) => patternOf(each).test(path))
    return isHere ? [method, ...(method === 'GET' ? ['HEAD'] : [])] : []
  })
  return [...new Set(methods)].sort()
}

const patternOf = (path: string): RegExp => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}/?$`)
