import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CustomScheme, Protocol } from 'electron'

type Handler = (request: Request) => Response | Promise<Response>
const handlers = new Map<string, Handler>()

/**
 * Chromium knows no schemes of ours, so `app://bundle/x` is loaded as `http://app--bundle.localhost/x` from a
 * server in this process, which asks the product's own handler. A `localhost` name counts as secure.
 */
export const protocol = {
  registerSchemesAsPrivileged(_schemes: CustomScheme[]): void {},
  handle: (scheme: string, handler: Handler) => void handlers.set(scheme, handler)
} satisfies Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>

/** What Chromium loads for an address of the product. */
export const toReal = (url: string): string =>
  url.replace(/^([a-z][a-z\d.+-]*):\/\/([^/?#]+)/i, (all, scheme: string, host: string) =>
    handlers.has(scheme) ? `http://${scheme}--${host}.localhost` : all
  )

/** The product's word for an address that Chromium has loaded. */
export const toProduct = (url: string): string =>
  url.replace(/^http:\/\/([a-z][a-z\d.+]*)--([^/?#]+)\.localhost/i, '$1://$2')

/** Starts the server; gives the rules by which Chromium finds it, and nothing beyond this computer. */
export async function serveSchemes(): Promise<string> {
  const server = createServer((request, response) => {
    void answer(request).then(async (answered) => {
      response.writeHead(answered.status, Object.fromEntries(answered.headers))
      response.end(Buffer.from(await answered.arrayBuffer()))
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  server.unref()
  return `MAP *--*.localhost 127.0.0.1:${(server.address() as AddressInfo).port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`
}

async function answer({ headers, method, url }: IncomingMessage): Promise<Response> {
  const address = toProduct(`http://${headers.host}${url}`)
  const handler = handlers.get(address.split(':', 1)[0] ?? '')
  if (!handler) return new Response(null, { status: 404 })
  return handler(new Request(address, { method: method ?? 'GET' }))
}
