import type { ChannelSignal } from '@shared/contract/wire'
import { CarriedChannel } from './channel'
import type { ByteChannel } from './connection'

/** A channel on a WebSocket of its own: bytes are binary messages, signals are JSON text. */
export function openSocketChannel(url: string): ByteChannel {
  const socket = new WebSocket(url)
  socket.binaryType = 'arraybuffer'
  const channel = new CarriedChannel({
    send: (message) => socket.send(message instanceof Uint8Array ? message : JSON.stringify(message)),
    close: () => socket.close()
  })
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) =>
    channel.take(typeof data === 'string' ? (JSON.parse(data) as ChannelSignal) : new Uint8Array(data))
  socket.onclose = ({ reason }) => channel.over(reason || 'The connection was lost')
  return channel
}
