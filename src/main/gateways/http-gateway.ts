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
import { sendFailure } from './rest-envelope'
import { serveOperations } from './rest-gateway'
import { guard } from './rest-guard'

interface Options {
  /** The folder of the built pages; without one there is the API alone. */
  readonly pages?: string
  /** 0 takes a free one; without one nothing is served over TCP. */
  readonly port?: number
  /** The data folder, for the door of this user's own commands; without one there is none. */
  readonly folder?: string
}

/** The doors over HTTP, open. */
export interface HttpServer {
  /** As `http://127.0.0.1:8850`; '' where nothing is served over TCP. */
  readonly url: string
  close(): Promise<void>
}

/** How long a window has to say goodbye when the server closes. */
const GOODBYE_MS = 1_000
const GOING_AWAY = 1001

/** Serves the core to this computer, and to no other: REST, bridge, channels and pages on one port. */
export async function serveHttp(core: Core, { pages, port, folder }: Options): Promise<HttpServer> {
  const app = fastify({
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1024 },
    frameworkErrors: (cause, _request, reply) =>
      void sendFailure(reply, new AppError('BODY_INVALID', { reason: cause.message }))
  })
  await app.register(multipart)
  await app.register(websocket, {
    options: {
      maxPayload: UPLOAD_WINDOW,
      perMessageDeflate: false,
      handleProtocols: (offered) => offered.has('binary') && 'binary'
    },
    errorHandler: (_cause, socket) => socket.terminate(),
    preClose: async () => closeSockets(app)
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
    return { url, close: () => open.dispose() }
  } catch (cause) {
    await open.dispose()
    throw cause
  }
}

function closeSockets({ websocketServer: { clients } }: FastifyInstance): void {
  for (const socket of clients) {
    socket.close(GOING_AWAY)
    setTimeout(() => socket.terminate(), GOODBYE_MS).unref()
  }
}
