import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleHandler, CONTENT_POLICY } from '@main/shell/bundle-protocol'

describe('the protocol of our own pages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'))
  const handle = bundleHandler(join(folder, 'renderer'))
  const get = (path: string, init?: RequestInit): Promise<Response> => handle(new Request(`app://bundle${path}`, init))

  beforeAll(() => {
    mkdirSync(join(folder, 'renderer/assets'), { recursive: true })
    mkdirSync(join(folder, 'renderer-2'))
    writeFileSync(join(folder, 'renderer/index.html'), '<p>hello')
    writeFileSync(join(folder, 'renderer/assets/a b.js'), 'run()')
    writeFileSync(join(folder, 'renderer/secret.key'), 'key')
    writeFileSync(join(folder, 'renderer-2/index.html'), 'sibling')
    writeFileSync(join(folder, 'outside.js'), 'outside')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('serves a file with its type, a strict policy and no guessing', async () => {
    const answer = await get('/index.html?guest=x#top')
    expect(await answer.text()).toBe('<p>hello')
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': CONTENT_POLICY,
      'x-content-type-options': 'nosniff'
    })
  })

  it('allows scripts and styles from its own files alone, and no connections', () => {
    expect(CONTENT_POLICY).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
    expect(CONTENT_POLICY).toContain("connect-src 'none'")
    expect(CONTENT_POLICY).not.toContain('unsafe')
  })

  it('serves names that an address must spell otherwise', async () => {
    const answer = await get('/assets/a%20b.js')
    expect(await answer.text()).toBe('run()')
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  it.each([
    '/',
    '/absent.html',
    '/secret.key',
    '/../outside.js',
    '/%2e%2e/outside.js',
    '/..%2foutside.js',
    '/..%2frenderer-2/index.html',
    '/..%5coutside.js',
    '//etc/passwd',
    '/index.html%00.js',
    '/%zz.js'
  ])('answers %s with "not found"', async (path) => expect((await get(path)).status).toBe(404))

  it('answers nothing but GET, and nothing of another host', async () => {
    expect((await get('/index.html', { method: 'POST' })).status).toBe(404)
    expect((await handle(new Request('app://other/index.html'))).status).toBe(404)
  })
})
