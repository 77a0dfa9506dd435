import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '@shared/contract/errors'
import { contentPolicy } from './content-policy'
import { sendFailure } from './rest-envelope'

/** The names of this computer that its own pages and clients use. */
const OWN_NAMES = ['127.0.0.1', 'localhost', '[::1]'] as const

const headers = {
  'content-security-policy': contentPolicy("'self'"),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY'
} as const

/**
 * Keeps foreign pages in this computer's browsers out: those that reach us under a name of theirs (DNS rebinding)
 * and those that send from an origin of theirs. Clients other than browsers name no origin.
 */
export function guard(app: FastifyInstance): void {
  const hosts = new Map<number | undefined, Own>()
  // Every request comes through here, so nothing waits for a promise.
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers)
    const port = request.socket.localPort
    const own = hosts.get(port) ?? ownAt(port)
    hosts.set(port, own)
    const foreign = foreignPartOf(request, own)
    if (foreign === undefined) return done()
    const error = new AppError('ORIGIN_REFUSED', { origin: foreign.slice(0, 200) })
    sendFailure(reply, error, error.status)
  })
}

/** What this computer's own clients call it. */
interface Own {
  readonly hosts: ReadonlySet<string>
  readonly origins: ReadonlySet<string>
}

/** The host or the origin that is not ours; undefined when both are. Of two hosts who knows which one counts. */
function foreignPartOf({ headers: { host = '', origin }, raw }: FastifyRequest, own: Own): string | undefined {
  if (raw.rawHeaders.filter(isHost).length > 1) return 'two hosts at once'
  if (!own.hosts.has(host.toLowerCase())) return host
  return origin === undefined || own.origins.has(origin) ? undefined : origin
}

function ownAt(port: number | undefined): Own {
  const hosts = ownHosts(port)
  return { hosts: new Set(hosts), origins: new Set(hosts.map((host) => `http://${host}`)) }
}

/** Names and values take turns. */
const isHost = (text: string, at: number): boolean => at % 2 === 0 && text.length === 4 && text.toLowerCase() === 'host'

/** Over a unix socket there is no port. */
const ownHosts = (port: number | undefined): string[] =>
  port === undefined
    ? [...OWN_NAMES]
    : OWN_NAMES.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]))
