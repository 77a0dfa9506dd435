import { openApp } from '@main/app'
import { serveHttp, type HttpServer } from '@main/gateways/http-gateway'
import { fillDemo } from './fill-demo'
import type { ServeArguments } from './serve-arguments'

/** Where the parts of the app are. */
export interface ServeFolders {
  readonly pages: string
  readonly resources: string
}

/** Opens the core and serves it; whatever goes wrong, nothing stays open. Guests run on after `close`. */
export async function startServeShell(
  { dataFolder, port, demo, resources }: ServeArguments,
  folders: ServeFolders,
  version: string
): Promise<HttpServer> {
  const core = await openApp({ dataFolder, version, resources: resources ?? folders.resources })
  process.on('unhandledRejection', (cause) => core.log.error('nobody waited for this failure', cause))
  try {
    if (demo) await fillDemo(core)
    const server = await serveHttp(core, { pages: folders.pages, port, folder: dataFolder })
    return {
      url: server.url,
      close: () => server.close().finally(() => core.close())
    }
  } catch (cause) {
    await core.close()
    throw (cause as NodeJS.ErrnoException).code === 'EADDRINUSE'
      ? new Error(`Port ${port} of this computer is taken by another program`, { cause })
      : cause
  }
}
