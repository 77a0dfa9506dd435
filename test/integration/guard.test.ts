import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServedWorld, type ServedWorld } from '../support/served-world'
import { openSocket } from '../support/socket-client'

let served: ServedWorld
beforeAll(async () => void (served = await createServedWorld()))
afterAll(() => served.close())

/** Puts the port of the server in the place of `PORT`. */
const here = (text: string): string => text.replace('PORT', String(served.port))

describe('the host that a request names', () => {
  it.each(['127.0.0.1:PORT', 'localhost:PORT', '[::1]:PORT', 'LOCALHOST:PORT'])('may be %s', async (host) =>
    expect((await served.ask('GET /system/', { headers: { host: here(host) } })).status).toBe(200)
  )

  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost.evil.example:PORT',
    '0.0.0.0:PORT'
  ])('may not be %s', async (host) => {
    for (const route of ['GET /system/', 'GET /', 'POST /sessions/', 'GET /nothing']) {
      const { status, envelope } = await served.ask(route, { headers: { host: here(host) } })
      expect([status, envelope.error_code, envelope.data]).toEqual([403, 403, {}])
      expect(envelope.message).toContain(here(host))
    }
  })
})

describe('the origin that a request comes from', () => {
  it.each(['http://127.0.0.1:PORT', 'http://localhost:PORT', undefined])('may be %s', async (origin) => {
    const headers = origin === undefined ? {} : { origin: here(origin) }
    expect((await served.ask('POST /search/guests/', { headers })).status).toBe(200)
    ;(await openSocket(`${served.url}/bridge`, { headers })).close()
  })

  it.each([
    'http://evil.example',
    'https://127.0.0.1:PORT',
    'http://127.0.0.1:1',
    'http://127.0.0.1:PORT.evil.example',
    'null',
    'app://bundle'
  ])('may not be %s', async (given) => {
    const headers = { origin: here(given) }
    for (const route of ['POST /search/guests/', 'DELETE /guests/none', 'GET /system/', 'POST /system/'])
      expect((await served.ask(route, { headers })).status).toBe(403)
    for (const path of ['/bridge', '/channel?ticket=x', '/monitor_channels/x'])
      await expect(openSocket(`${served.url}${path}`, { headers })).rejects.toThrow('refused')
  })
})

describe('every answer', () => {
  it.each(['GET /', 'GET /console.html', 'GET /system/', 'GET /nothing', 'POST /sessions/'])(
    'to %s tells the browser what it may not do',
    async (route) => {
      const { headers } = await served.ask(route)
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin'
      })
      const policy = String(headers['content-security-policy'])
      expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; /)
      expect(policy).toContain("connect-src 'self'")
      expect(policy).not.toContain('unsafe')
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  )
})

describe('the pages', () => {
  it.each([
    ['GET /', '<title>Nano Desktop</title>'],
    ['GET /index.html', '<title>Nano Desktop</title>'],
    ['GET /console.html?guest=web', '<title>Console</title>']
  ])('%s are there, and asked for again each time', async (route, text) => {
    const { status, headers, bytes } = await served.ask(route, { session: '' })
    expect([status, bytes.toString(), headers['cache-control']]).toEqual([200, text, 'no-cache'])
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
  })
})

describe('the port', () => {
  it('is open on this computer only', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
    for (const { address } of others)
      await expect(once(connect(served.port, address), 'connect')).rejects.toThrow('ECONNREFUSED')
  })

  it('survives what is no HTTP', async () => {
    const socket = connect(served.port, '127.0.0.1')
    socket.end('\0\x01\x02 nonsense\r\n\r\n')
    socket.resume()
    await once(socket, 'close')
    const endless = request({
      port: served.port,
      host: '127.0.0.1',
      path: '/system/',
      headers: { x: 'x'.repeat(1 << 20) }
    })
    endless.end()
    await Promise.race([once(endless, 'error'), once(endless, 'response')]).catch(() => undefined)
    endless.destroy()
    expect((await served.ask('GET /system/')).status).toBe(200)
  })
})
