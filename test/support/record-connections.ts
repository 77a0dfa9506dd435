// `node --import ./test/support/record-connections.ts …` writes all that a process connects to, unix sockets included, to $CONNECTIONS_FILE.
import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'
import type { Socket } from 'node:net'

const file = process.env['CONNECTIONS_FILE'] ?? ''
const record = (what: string): void => appendFileSync(file, `${what}\n`)

subscribe('net.client.socket', (message) => {
  const { socket } = message as { socket: Socket }
  socket.on('lookup', (_error, _address, _family, host) => record(`looks up ${host}`))
  socket.on('connectionAttempt', (address: string, port?: number) => record(`connects to ${address} ${port ?? ''}`))
})
subscribe('udp.socket', () => record('opens a datagram socket'))
