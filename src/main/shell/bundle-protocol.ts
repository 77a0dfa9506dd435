import { readFile } from 'node:fs/promises'
import type { CustomScheme } from 'electron'
import { bundleFileOf } from './bundle-files'

/** Must be told to Electron before it is ready. */
export const bundleScheme: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, codeCache: true }
}

/** What our pages may load and do: their own scripts, styles and pictures, nothing from anywhere else. */
export const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'none'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'"
].join('; ')

/** Answers requests for `app://bundle/…` from the files under `root`, and nothing else. */
export function bundleHandler(root: string): (request: Request) => Promise<Response> {
  return async ({ method, url }) => {
    const file = method === 'GET' ? bundleFileOf(root, url) : undefined
    const content = file && (await readFile(file.path).catch(() => undefined))
    if (!content) return new Response('There is no such file', { status: 404 })
    return new Response(content, {
      headers: {
        'content-type': file.contentType,
        'content-security-policy': CONTENT_POLICY,
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'referrer-policy': 'no-referrer'
      }
    })
  }
}
