import { AppError } from '@shared/contract/errors'
import { Turns } from '@main/kernel/audit/turns'
import type { Core } from '@main/kernel/core'
import { serveHttp, type HttpServer } from './http-gateway'

/** The API over TCP for programs of this computer: opened, moved and closed while the application runs. */
export class RestDoor {
  readonly #core: Core
  readonly #turns = new Turns()
  #open: { readonly port: number; readonly server: HttpServer } | undefined
  #closing: Promise<void> | undefined

  constructor(core: Core) {
    this.#core = core
    core.reached.move = (port) => this.move(port)
  }

  /** Serves at another port, 0 for a free one, or without one at none. A port that cannot be had changes nothing. */
  move(port: number | undefined): Promise<void> {
    return this.#turns.next(async () => {
      // The door before may still hold the port that is wanted again.
      await this.#closing
      if (port === this.#open?.port) return
      const before = this.#open
      this.#open = port === undefined ? undefined : { port, server: await this.#serve(port) }
      if (!this.#open) this.#core.reached.rest = ''
      // Not waited for: whoever asks for this may have come through it.
      this.#closing = before?.server.close().catch((cause: unknown) => this.#core.log.error('closing the API', cause))
    })
  }

  async close(): Promise<void> {
    await this.move(undefined)
    await this.#closing
  }

  async #serve(port: number): Promise<HttpServer> {
    try {
      return await serveHttp(this.#core, { port })
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException
      if (code === 'EADDRINUSE') throw new AppError('PORT_IN_USE', { port }, { cause })
      if (code === 'EACCES') throw new AppError('PORT_FORBIDDEN', { port }, { cause })
      throw cause
    }
  }
}
