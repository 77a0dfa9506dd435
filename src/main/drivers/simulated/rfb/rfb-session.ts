import type { Dispose } from '@main/kernel/disposable'
import { ClientDecoder } from './client-decoder'
import { RfbError, SECURITY_NONE, type ClientMessage } from './client-messages'
import { DirtyTiles } from './dirty-tiles'
import type { Framebuffer } from './framebuffer'
import { writeHextile } from './hextile'
import { nativeFormat, pixelsOf, type PixelFormat } from './pixel-format'
import { writeRaw } from './raw'
import type { Rectangle } from './rectangle'
import * as say from './server-messages'

/** What a session shows, and whom it tells. */
export interface RfbSessionDeps {
  readonly framebuffer: Framebuffer
  readonly name: string
  /** Gives false when the viewer cannot take more for now; `resume` says when it can. */
  readonly send: (bytes: Uint8Array) => boolean
  readonly onKey: (keysym: number, down: boolean) => void
  /** The viewer wants to be the only one. */
  readonly onAlone: () => void
  /** The conversation is over; called once. */
  readonly onEnd: () => void
}

/** One viewer of a screen: RFB 3.8, 3.7 and 3.3 without a password (RFC 6143), bytes in and bytes out. */
export class RfbSession {
  readonly #deps: RfbSessionDeps
  readonly #decoder = new ClientDecoder()
  readonly #dirty: DirtyTiles
  readonly #letGo: Dispose
  #minor = 8
  #format = nativeFormat
  #pixels: Uint8Array[]
  #encoding: number = say.encoding.raw
  /** What the viewer waits to hear of. */
  #wanted: Rectangle | undefined
  #flushing = false
  #blocked = false
  #ended = false

  constructor(deps: RfbSessionDeps) {
    this.#deps = deps
    this.#dirty = new DirtyTiles(deps.framebuffer)
    this.#pixels = pixelsOf(deps.framebuffer.palette, this.#format)
    this.#letGo = deps.framebuffer.onDamage((changed) => {
      this.#dirty.mark(changed)
      this.#flushSoon()
    })
    this.#send(say.greeting())
  }

  receive(bytes: Uint8Array): void {
    try {
      for (const message of this.#decoder.push(bytes)) if (!this.#ended) this.#handle(message)
    } catch (error) {
      if (!(error instanceof RfbError)) throw error
      this.end()
    }
  }

  /** The viewer can take more. */
  resume(): void {
    this.#blocked = false
    this.#flush()
  }

  end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#letGo()
    this.#deps.onEnd()
  }

  #handle(message: ClientMessage): void {
    const { framebuffer, name, onKey, onAlone } = this.#deps
    switch (message.type) {
      case 'version':
        this.#minor = message.minor
        return this.#send(say.security(message.minor))
      case 'security':
        return this.#welcome(message.choice)
      case 'init':
        if (!message.shared) onAlone()
        return this.#send(say.serverInit(framebuffer, this.#format, name))
      case 'pixel_format':
        return this.#setFormat(message.format)
      case 'encodings':
        this.#encoding =
          message.encodings.find((code) => Object.values<number>(say.encoding).includes(code)) ?? say.encoding.raw
        return
      case 'update_request':
        if (!message.incremental) this.#dirty.mark(message.area)
        this.#wanted = message.area
        return this.#flushSoon()
      case 'key':
        return onKey(message.keysym, message.down)
      case 'pointer':
      case 'cut_text':
        return
    }
  }

  #welcome(choice: number): void {
    if (choice === SECURITY_NONE) {
      if (this.#minor === 8) this.#send(say.securityResult())
      return
    }
    if (this.#minor === 8) this.#send(say.securityResult(`Security type ${choice} was not offered`))
    this.end()
  }

  #setFormat(format: PixelFormat): void {
    const { palette } = this.#deps.framebuffer
    this.#format = format
    this.#pixels = pixelsOf(palette, format)
    if (!format.true_colour) this.#send(say.colourMap(palette))
  }

  /** Once for everything that is drawn in one go. */
  #flushSoon(): void {
    if (this.#flushing || !this.#wanted) return
    this.#flushing = true
    queueMicrotask(() => {
      this.#flushing = false
      this.#flush()
    })
  }

  #flush(): void {
    if (this.#ended || this.#blocked || !this.#wanted) return
    const areas = this.#dirty.take(this.#wanted)
    if (areas.length === 0) return
    this.#wanted = undefined
    const { framebuffer } = this.#deps
    const writer = say.updateHead(areas.length)
    for (const area of areas) {
      say.writeRectangleHead(writer, area, this.#encoding)
      if (this.#encoding === say.encoding.hextile) writeHextile(writer, framebuffer, area, this.#pixels)
      else writeRaw(writer, framebuffer, area, this.#pixels)
    }
    this.#send(writer.take())
  }

  #send(bytes: Uint8Array): void {
    if (!this.#ended) this.#blocked = !this.#deps.send(bytes)
  }
}
