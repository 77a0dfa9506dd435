import { extname, resolve, sep } from 'node:path'
import { BUNDLE_ORIGIN } from './own-pages'

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2'
}

export interface BundleFile {
  readonly path: string
  readonly contentType: string
}

/** The file that an address of the bundle stands for; `undefined` outside `root` and for kinds we have none of. */
export function bundleFileOf(root: string, address: string): BundleFile | undefined {
  if (!address.startsWith(`${BUNDLE_ORIGIN}/`)) return undefined
  const path = decoded(address.slice(BUNDLE_ORIGIN.length).replace(/[?#].*$/s, ''))
  if (path === undefined || path.includes('\0')) return undefined
  const file = resolve(root, `.${path}`)
  const contentType = contentTypes[extname(file)]
  return contentType && file.startsWith(`${resolve(root)}${sep}`) ? { path: file, contentType } : undefined
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
