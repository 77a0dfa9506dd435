import type { Codec, FromPage, ToPage } from './page'

type Listener = (event: { ports: MessagePort[] }, ...args: unknown[]) => void
interface IpcRenderer {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>
  send(channel: string, ...args: unknown[]): void
  on(channel: string, listener: Listener): IpcRenderer
  off(channel: string, listener: Listener): IpcRenderer
}

/** `ipcRenderer` over a text pipe to the main process: `post` there, and what is given back from there. */
export function rendererIpc(
  codec: Codec,
  post: (message: FromPage) => void
): { ipcRenderer: IpcRenderer; receive: (message: ToPage) => void } {
  const waiting = new Map<number, { channel: string } & PromiseWithResolvers<unknown>>()
  const listeners = new Map<string, Set<Listener>>()
  const ports = new Map<string, MessagePort>()
  let last = 0

  const ipcRenderer: IpcRenderer = {
    invoke(channel, ...args) {
      const call = { channel, ...Promise.withResolvers<unknown>() }
      const id = ++last
      post({ kind: 'invoke', id, channel, args: codec.encode(args) })
      waiting.set(id, call)
      return call.promise
    },
    send: (channel, ...args) => post({ kind: 'send', channel, args: codec.encode(args) }),
    on(channel, listener) {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener))
      return ipcRenderer
    },
    off(channel, listener) {
      listeners.get(channel)?.delete(listener)
      return ipcRenderer
    }
  }

  function openPort(id: string): MessagePort {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }) => post({ kind: 'port', id, data: codec.encode(data) })
    port1.addEventListener('close', () => post({ kind: 'port-closed', id }))
    ports.set(id, port1)
    return port2
  }

  function receive(message: ToPage): void {
    if (message.kind === 'reply') {
      const call = waiting.get(message.id)
      waiting.delete(message.id)
      const value = codec.decode(message.value)
      if (message.ok) call?.resolve(value)
      else call?.reject(new Error(`Error invoking remote method '${call.channel}': ${String(value)}`))
    } else if (message.kind === 'send') {
      const event = { ports: message.ports.map(openPort) }
      for (const listener of listeners.get(message.channel) ?? [])
        listener(event, ...(codec.decode(message.args) as unknown[]))
    } else if (message.kind === 'port') {
      ports.get(message.id)?.postMessage(codec.decode(message.data))
    } else {
      ports.get(message.id)?.close()
      ports.delete(message.id)
    }
  }

  return { ipcRenderer, receive }
}
