import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { openApp, type App } from '@main/app'
import { serveHttp } from '@main/gateways/http-gateway'
import { demoFolder } from './demo-folder'

const root = resolve(import.meta.dirname, '..')

/** A demo fleet with its pages, served by this process. */
export interface ServedFleet {
  readonly app: App
  readonly url: string
  close(): Promise<void>
}

export async function serveFleet(guests: number): Promise<ServedFleet> {
  const dataFolder = await demoFolder(guests)
  const app = await openApp({ dataFolder, version: '0.0.0', resources: join(root, 'resources') })
  const server = await serveHttp(app, { pages: join(root, 'out/renderer'), port: 0 })
  return {
    app,
    url: server.url,
    async close() {
      await server.close()
      await app.close()
      await rm(dataFolder, { recursive: true, force: true })
    }
  }
}
