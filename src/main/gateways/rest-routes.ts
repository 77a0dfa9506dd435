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
