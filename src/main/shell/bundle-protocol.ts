import { readFile } from 'node:fs/promises'
import type { CustomScheme } from 'electron'
import { contentPolicy } from '@main/gateways/content-policy'
import { bundleFileOf } from './bundle-files'

/** Must be told to Electron before it is ready. */
export const bundleScheme: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, codeCache: true }
}

/** Calls and channels do not go over the network here, so pages connect to nothing. */
export const CONTENT_POLICY = contentPolicy("'none'")

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
