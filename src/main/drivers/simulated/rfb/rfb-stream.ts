import { duplexPair, type Duplex } from 'node:stream'
import { RfbSession, type RfbSessionDeps } from './rfb-session'

interface Viewer {
  readonly session: RfbSession
  /** The viewer's end. It closes when either side has had enough, after the last words were read. */
  readonly stream: Duplex
}

/** Opens a byte stream that a new session serves. */
export function openRfbStream(deps: Omit<RfbSessionDeps, 'send'>): Viewer {
  const [mine, stream] = duplexPair()
  const session = new RfbSession({
    ...deps,
    send: (bytes) => mine.write(bytes),
    onEnd: () => {
      deps.onEnd()
      stream.once('end', () => stream.destroy())
      mine.end()
    }
  })
  mine.on('data', (bytes: Uint8Array) => session.receive(bytes))
  mine.on('drain', () => session.resume())
  stream.once('close', () => {
    session.end()
    mine.destroy()
  })
  return { session, stream }
}
