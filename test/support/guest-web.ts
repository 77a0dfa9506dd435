import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { until } from './until'

/** How long a system may take to come up on a busy computer. */
export const BOOT_MS = 60_000

/** What a page of the web server in the test's Linux says, '' while nobody answers; the pages are in `test/guests/linux`. */
export const answerOf = async (port: number, page: string): Promise<string> =>
  fetch(`http://127.0.0.1:${port}/cgi-bin/${page}`, { signal: AbortSignal.timeout(3_000) }).then(
    (answer) => answer.text(),
    () => ''
  )

/** Waits until a page has a text. */
export async function says(port: number, page: string, text: string): Promise<void> {
  await until(`${page} to say ${text}`, async () => (await answerOf(port, page)).includes(text), BOOT_MS)
}

/** Waits until the system behind a port is up; gives what it says of itself. */
export const isUp = (port: number): Promise<string> => until('the guest', () => answerOf(port, 'status'), BOOT_MS)

/** A port of this computer that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
