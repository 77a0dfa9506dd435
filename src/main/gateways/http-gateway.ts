import type { Socket } from 'node:net'
import fastify, { type FastifyInstance } from 'fastify'
import multipart from '@fastify/multipart'
import websocket from '@fastify/websocket'
import { AppError } from '@shared/contract/errors'
import { UPLOAD_WINDOW } from '@shared/contract/wire'
import type { Core } from '@main/kernel/core'
import { Disposables } from '@main/kernel/disposable'
import { serveBridge } from './bridge-gateway'
import { openLocalDoor } from './local-door'
import { serveMonitorChannels } from './monitor-gateway'
import { servePages } from './page-gateway'
import { usualPatience, type Patience } from './patience'
import { refuseConnection, sendFailure } from './rest-envelope'
import { serveOperations } from './rest-gateway'
import { guard } from './rest-guard'

/** What Node says of a connection that it cannot read; `reason` is its parser's. */
interface ClientError extends Error {
  readonly code?: string
  readonly reason?: string
}

interface Options {
  /** The folder of the built pages; without one there is the API alone. */
  readonly pages?: string
  /** 0 takes a free one; without one nothing is served over TCP. */
  readonly port?: number
  /** The data folder, for the door of this user's own commands; without one there is none. */
  readonly folder?: string
  readonly patience?: Patience
}

/** The doors over HTTP, open. */
export interface HttpServer {
  /** As `http://127.0.0.1:8850`; '' where nothing is served over TCP. */
  readonly url: string
  close(): Promise<void>
}

/** How long an answer, or a window, has to end when the server closes. */
const GOODBYE_MS = 1_000
const GOING_AWAY = 1001

/** Serves the core to this computer, and to no other: REST, bridge, channels and pages on one port. */
export async function serveHttp(
  core: Core,
  { pages, port, folder, patience = usualPatience }: Options
): Promise<HttpServer> {
  const app = fastify({
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    // A file may take as long as it takes; its pieces may not.
    requestTimeout: 0,
    http: { headersTimeout: patience.head, connectionsCheckingInterval: Math.min(patience.head, 5_000) },
    clientErrorHandler: refuseClient,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1024 },
    frameworkErrors: (cause, _request, reply) =>
      void sendFailure(reply, new AppError('BODY_INVALID', { reason: cause.message }))
  })
  app.decorate('patience', patience)
  await app.register(multipart)
  await app.register(websocket, {
    options: {
      maxPayload: UPLOAD_WINDOW,
      perMessageDeflate: false,
      handleProtocols: (offered) => offered.has('binary') && 'binary'
    },
    errorHandler: (_cause, socket) => socket.terminate(),
    preClose: async () => sayGoodbye(app)
  })
  // After the plugin for sockets, which closes those whose handshake is refused.
  guard(app)
  serveOperations(app, core)
  serveMonitorChannels(app, core)
  serveBridge(app, core)
  if (pages !== undefined) await servePages(app, pages)
  const open = new Disposables()
  open.add(() => app.close())
  try {
    if (folder !== undefined) open.add(await openLocalDoor(app, folder))
    const url = port === undefined ? '' : await app.listen({ host: '127.0.0.1', port })
    if (port !== undefined) core.reached.rest = url
    return { url, close: () => open.dispose() }
  } catch (cause) {
    await open.dispose()
    throw cause
  }
}

/** Answers what Node cannot read as HTTP. What it read before is under way, and its answer is as lost as its connection. */
function refuseClient({ code, message, ...more }: ClientError, socket: Socket): void {
  if (code === 'HPE_HEADER_OVERFLOW') return refuse(431, 'its head is too long')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return refuse(408, 'its head did not come in time')
  refuse(400, more.reason ?? message)

  function refuse(status: number, reason: string): void {
    refuseConnection(socket, new AppError('BODY_INVALID', { reason }), status)
  }
}

/** Answers that are under way, and windows, get a moment to end. */
function sayGoodbye({ server, websocketServer: { clients } }: FastifyInstance): void {
  for (const socket of clients) socket.close(GOING_AWAY)
  setTimeout(() => {
    server.closeAllConnections()
    for (const socket of clients) socket.terminate()
  }, GOODBYE_MS).unref()
}
