import type { FastifyInstance } from 'fastify'
import files from '@fastify/static'

/** Serves the built pages under `root` at `/`. Files other than pages carry a hash in their name and never change. */
export async function servePages(app: FastifyInstance, root: string): Promise<void> {
  await app.register(files, {
    root,
    cacheControl: false,
    dotfiles: 'ignore',
    decorateReply: false,
    setHeaders(reply, path) {
      reply.header('cache-control', path.endsWith('.html') ? 'no-cache' : 'public, max-age=31536000, immutable')
    }
  })
}
