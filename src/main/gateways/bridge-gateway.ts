import type { FastifyInstance } from 'fastify'
import type { WebSocket } from '@fastify/websocket'
import { sockets, type BridgeAnswer } from '@shared/contract/wire'
import type { Core } from '@main/kernel/core'
import { BridgeConnection } from './bridge-connection'
import { connectChannel } from './channel-gateway'
import { MAX_INPUT } from './input-size'
import { SocketChannel } from './socket-channel'

/** A frame with an input somewhat too large is still answered; above this its sender is cut off. */
const LARGEST_FRAME = 2 * MAX_INPUT
/** A window that leaves more than this unread has to connect, and load, again. */
const LARGEST_BACKLOG = 16 << 20
const LONGEST_ID = 64
/** Close codes of RFC 6455. */
const [NOT_UNDERSTOOD, TOO_LARGE, FAILED] = [1007, 1009, 1011]

/** The bridge of plain browsers: calls and events on one WebSocket, each channel on one of its own. */
export function serveBridge(app: FastifyInstance, core: Core): void {
  app.get(sockets.bridge, { websocket: true }, (socket, { ip }) => connectBridge(core, socket, ip))
  app.get(sockets.channel, { websocket: true }, (socket, { query }) => {
    const { ticket } = query as { ticket?: unknown }
    return connectChannel(core, {
      redeem: () => core.tickets.redeem(String(ticket)),
      end: new SocketChannel(socket, { signals: true })
    })
  })
}

function connectBridge(core: Core, socket: WebSocket, address: string): void {
  const send = (answer: BridgeAnswer): void => {
    socket.send(JSON.stringify(answer), () => {})
    if (socket.bufferedAmount > LARGEST_BACKLOG) socket.terminate()
  }
  const connection = new BridgeConnection(core, { address, send: (notice) => send({ notice }) })
  socket.on('close', () => connection.close())
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (data.length > LARGEST_FRAME) return socket.close(TOO_LARGE)
    const frame = isBinary ? undefined : readFrame(data.toString())
    if (!frame) return socket.close(NOT_UNDERSTOOD)
    if ('session' in frame) return connection.present(frame.session)
    connection.call(frame.operation, frame.input).then(
      (reply) => send({ id: frame.id, reply }),
      (cause: unknown) => {
        core.log.error('a call broke', cause)
        socket.close(FAILED)
      }
    )
  })
}

type Frame =
  { readonly session: string } | { readonly id: number; readonly operation: unknown; readonly input: unknown }

/** What a frame says; undefined for anything but a `BridgeFrame`. Operation and input are judged further in. */
function readFrame(text: string): Frame | undefined {
  const { session, id, operation, input } = Object(parsed(text)) as Record<string, unknown>
  if (typeof session === 'string' && session.length <= LONGEST_ID) return { session }
  return Number.isSafeInteger(id) ? { id: id as number, operation, input } : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
