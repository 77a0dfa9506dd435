import { connect, type Socket } from 'node:net'

/**
 * A byte stream to a unix socket; rejects with the system's own error when nobody listens there. However it
 * ends later, it tells by `close` alone.
 */
export function connectUnix(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => resolve(socket))
    socket.on('error', reject)
  })
}
