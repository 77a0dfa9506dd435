import { inject, type InjectionKey } from 'vue'
import type { Client } from '@shared/contract'
import type { Locale } from '@shared/contract/nano-bridge'
import type { Reply } from '@shared/contract/wire'
import { createClient } from './client'
import { isSignInLost, type Connection } from './connection'
import { SocketConnection } from './socket-connection'
import { windowConnection } from './window-connection'

/** All that stores need of the world outside the window. */
export interface Api extends Pick<Connection, 'onEvent' | 'onConnected' | 'openChannel'> {
  readonly client: Client
  /** Says what the window speaks. */
  speak(language: Locale): void
  /** Hears that the core knows this window's sign-in no more. */
  onSessionEnded(listener: () => void): void
}

export const apiKey: InjectionKey<Api> = Symbol('api')

/** The way to the core that fits where the window runs: Electron, or a browser at the serve shell. */
export function connect(window: Window): Connection {
  if (window.nano) return windowConnection(window.nano, window)
  const opener = window.opener as Window | null
  return new SocketConnection({
    url: window.location.origin.replace(/^http/, 'ws'),
    storage: window.sessionStorage,
    opener: () => (opener && !opener.closed ? opener.sessionStorage : undefined)
  })
}

export function createApi(connection: Connection): Api {
  const ended = new Set<() => void>()
  const call = async (operation: string, input: unknown): Promise<Reply> => {
    const reply = await connection.call(operation, input)
    if (isSignInLost(reply)) for (const listener of ended) listener()
    return reply
  }
  return {
    client: createClient({ call }),
    speak: (language) => connection.speak?.(language),
    onEvent: (listener) => connection.onEvent(listener),
    onConnected: (listener) => connection.onConnected(listener),
    openChannel: (ticket) => connection.openChannel(ticket),
    onSessionEnded: (listener) => void ended.add(listener)
  }
}

/** The api of this window, in a component or a store. */
export function useApi(): Api {
  const api = inject(apiKey)
  if (!api) throw new Error('This window was made without an api')
  return api
}
