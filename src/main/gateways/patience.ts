/** How long a sender may take, in milliseconds, before it is told and its connection closed. */
export interface Patience {
  /** For the head of a request. */
  readonly head: number
  /** For a JSON body, and for the rest of a body that is refused. */
  readonly body: number
  /** Between two pieces of a file. */
  readonly piece: number
}

/** On one computer all of these are long; only who is stuck or means ill takes longer. */
export const usualPatience: Patience = { head: 20_000, body: 30_000, piece: 60_000 }

declare module 'fastify' {
  interface FastifyInstance {
    readonly patience: Patience
  }
}
