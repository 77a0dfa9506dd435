import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LogEntry } from '@shared/contract/log'
import { BridgeConnection } from '@main/gateways/bridge-connection'
import { account, createServedWorld, send, type ServedWorld } from '../support/served-world'
import { BridgeClient } from '../support/socket-client'

describe('the log over every door', () => {
  let served: ServedWorld
  beforeAll(async () => (served = await createServedWorld()))
  afterAll(() => served.close())

  const logs = async (query = 'format=array'): Promise<LogEntry[]> =>
    (await served.ask(`GET /logs/?${query}`)).envelope.data

  test('has what was asked over REST, over a socket and by a window, done or refused', async () => {
    const { session, ask } = served
    await ask('POST /compute_pools/rest')
    await ask('DELETE /compute_pools/none')
    ;(await send(served.port, 'DELETE /compute_pools/rest', { session: 'made-up' })).resume()
    await ask('POST /sessions/', { session: '', body: { ...account, password: 'Wrong1234' } })

    const browser = await BridgeClient.connect(served.url)
    browser.present(session)
    await browser.call('computePool.create', { pool: 'socket' })
    browser.close()
    const window = new BridgeConnection(served.world.app, { address: 'window', send: () => undefined })
    await window.call('session.create', account)
    await window.call('computePool.create', { pool: 'default' })
    window.close()

    const ada = 'ada(127.0.0.1)'
    expect((await logs()).slice(0, 7)).toMatchObject([
      { user: 'ada', address: 'window', content: expect.stringMatching(/made compute pool "default": failed with/) },
      { user: '', address: 'window', content: 'somebody(window) signed in as "ada"', outcome: 'ok' },
      { content: `${ada} made compute pool "socket"`, operation: 'computePool.create', outcome: 'ok' },
      { user: '', content: 'somebody(127.0.0.1) signed in as "ada": failed with SIGN_IN_REFUSED' },
      { user: '', address: '127.0.0.1', operation: 'computePool.remove', outcome: 'SIGN_IN_NEEDED' },
      { user: 'ada', content: `${ada} deleted compute pool "none": failed with POOL_NOT_FOUND` },
      { content: `${ada} made compute pool "rest"` }
    ])
  })

  test('gives a client of the blueprint its array, and a newer one its pages', async () => {
    await served.ask('POST /logs/', { body: { format: '', content: 'here is a new log' } })
    const [first, second] = await logs()
    expect(first).toMatchObject({ content: 'here is a new log', user: 'ada' })
    const { envelope } = await served.ask('GET /logs/?limit=1&start=1')
    expect(envelope.data).toEqual({ logs: [second], total: expect.any(Number) })
  })

  test('refuses a time that there is none of, and names it', async () => {
    const { envelope } = await served.ask('GET /logs/?before=2026-13-01%2000:00:00')
    expect(envelope).toMatchObject({
      error_code: 400,
      message: expect.stringContaining('before: There is no such time')
    })
  })
})
