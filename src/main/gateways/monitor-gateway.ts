import type { FastifyInstance, FastifyRequest } from 'fastify'
import { fail } from '@shared/contract/errors'
import type { Core } from '@main/kernel/core'
import type { Pipe } from '@main/kernel/tickets'
import { connectChannel } from './channel-gateway'
import { sendFailure } from './rest-envelope'
import { pathsOf } from './rest-routes'
import { SocketChannel } from './socket-channel'

/**
 * A guest's screen as plain RFB, or its serial line as it is, in binary frames (api/semantics 1.9). The id in the path is the ticket, and
 * the credential; one that opens nothing is refused before the socket is.
 */
export function serveMonitorChannels(app: FastifyInstance, core: Core): void {
  const redeemed = new WeakMap<FastifyRequest['raw'], Pipe>()
  for (const url of pathsOf('/monitor_channels/:id'))
    app.route<{ Params: { id: string } }>({
      method: 'GET',
      url,
      handler: () => fail('UPGRADE_NEEDED', {}),
      async preHandler(request, reply) {
        if (!request.ws) return
        try {
          const pipe = core.tickets.redeem(request.params.id)
          if (pipe.kind !== 'console') fail('TICKET_INVALID', {})
          redeemed.set(request.raw, pipe)
        } catch (cause) {
          const error = core.explain(cause)
          return sendFailure(reply, error, error.status)
        }
      },
      wsHandler: (socket, { raw }) =>
        connectChannel(core, {
          redeem: () => redeemed.get(raw) ?? fail('TICKET_INVALID', {}),
          end: new SocketChannel(socket, { signals: false })
        })
    })
}
