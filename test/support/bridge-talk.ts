import type { Page } from 'playwright-core'
import type { BridgeAnswer, BridgeFrame } from '@shared/contract/wire'

/** What a window and the core say to each other, from the next load of the window on. */
export class BridgeTalk {
  /** The operations that the window had no right to. */
  readonly refused: string[] = []
  #asked = new Map<number, string>()

  constructor(page: Page) {
    page.on('websocket', (socket) => {
      if (!socket.url().endsWith('/bridge')) return
      const asked = new Map<number, string>()
      this.#asked = asked
      socket.on('framesent', ({ payload }) => {
        const frame = JSON.parse(String(payload)) as BridgeFrame
        if ('id' in frame) asked.set(frame.id, frame.operation)
      })
      socket.on('framereceived', ({ payload }) => {
        const answer = JSON.parse(String(payload)) as BridgeAnswer
        if (!('id' in answer)) return
        const { id, reply } = answer
        if (!reply.ok && reply.error.code === 'PERMISSION_DENIED') this.refused.push(asked.get(id) ?? '')
        asked.delete(id)
      })
    })
  }

  /** Whether all that was asked is answered. */
  get isOver(): boolean {
    return this.#asked.size === 0
  }
}
