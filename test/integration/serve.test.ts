import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readServeArguments } from '@main/serve/serve-arguments'
import { account } from '../support/served-world'
import { openSocket } from '../support/socket-client'
import { until } from '../support/until'

const root = resolve(import.meta.dirname, '../..')
const children: ChildProcess[] = []
let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'serve-'))))
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

class Shell {
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  output = ''
  errors = ''

  constructor(...args: string[]) {
    this.child = spawn(
      process.execPath,
      ['--import', join(root, 'test/support/register-source.ts'), join(root, 'src/main/serve.ts'), ...args],
      { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder }
    )
    children.push(this.child)
    this.child.stdout?.on('data', (text: Buffer) => (this.output += text.toString()))
    this.child.stderr?.on('data', (text: Buffer) => (this.errors += text.toString()))
    this.ended = once(this.child, 'close').then(([code]) => code as number | null)
  }

  /** Its address, once it answers. */
  async url(): Promise<string> {
    return until(
      'the shell to be ready',
      () => {
        if (this.child.exitCode !== null) throw new Error(this.errors)
        return /^ready (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(this.output)?.[1]
      },
      20_000
    )
  }

  async get(path: string): Promise<{ error_code: number; data: unknown }> {
    return (await (await fetch((await this.url()) + path)).json()) as { error_code: number; data: unknown }
  }
}

describe('the serve shell', { timeout: 30_000 }, () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'says when it is ready, and ends well on %s, whoever is connected',
    async (signal) => {
      const shell = new Shell('--data', join(folder, 'first'), '--port', '0')
      expect((await shell.get('/api/v1/system/')).error_code).toBe(0)
      const socket = await openSocket(`${await shell.url()}/bridge`)
      shell.child.kill(signal)
      expect(await shell.ended).toBe(0)
      expect(shell.errors).toBe('')
      expect(socket.readyState).toBeGreaterThan(WebSocket.OPEN)
    }
  )

  it('keeps its data from one run to the next', async () => {
    const args = ['--data', join(folder, 'kept'), '--port', '0']
    const first = new Shell(...args)
    const made = await fetch(`${await first.url()}/api/v1/system/`, { method: 'POST', body: JSON.stringify(account) })
    expect(await made.json()).toEqual({ error_code: 0, message: '', data: '' })
    first.child.kill('SIGTERM')
    await first.ended
    expect(await new Shell(...args).get('/api/v1/system/')).toMatchObject({ data: { ready: true } })
  })

  it('fills a fresh folder with a fleet, once', async () => {
    const args = ['--data', join(folder, 'demo'), '--port', '0', '--demo']
    const guests = async (shell: Shell): Promise<number> => {
      const url = await shell.url()
      const ask = async (path: string, body: object, session = ''): Promise<{ data: never }> =>
        (await (
          await fetch(url + path, { method: 'POST', body: JSON.stringify(body), headers: { 'nano-session': session } })
        ).json()) as { data: never }
      await ask('/system/', account)
      const { session } = (await ask('/sessions/', account)).data as { session: string }
      return ((await ask('/search/guests/', {}, session)).data as { total: number }).total
    }
    const first = new Shell(...args)
    expect(await guests(first)).toBe(1000)
    first.child.kill('SIGTERM')
    await first.ended
    expect(await guests(new Shell(...args))).toBe(1000)
  })

  it('says in one line that its port is taken, and leaves the folder free', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const args = (port: number) => ['--data', join(folder, 'port'), '--port', String(port)]
    const shell = new Shell(...args(port))
    expect(await shell.ended).toBe(1)
    expect([shell.output, shell.errors]).toEqual([
      '',
      `Nano Desktop has ended: Port ${port} of this computer is taken by another program\n`
    ])
    other.close()
    expect((await new Shell(...args(0)).get('/system')).error_code).toBe(0)
  })

  it('says in one line that its folder is in use, and by whom', async () => {
    const args = ['--data', join(folder, 'used'), '--port', '0']
    const first = new Shell(...args)
    await first.url()
    const second = new Shell(...args)
    expect(await second.ended).toBe(1)
    expect(second.errors).toMatch(new RegExp(`^Nano Desktop has ended: .* is in use by process ${first.child.pid}\n$`))
    expect((await first.get('/system')).error_code).toBe(0)
  })

  it.each([
    [['--port', '0'], '--data is missing'],
    [['--data', '/dev/null/data'], '/dev/null/data']
  ])('says in one line what is wrong with %j', async (args, reason) => {
    const shell = new Shell(...args)
    expect(await shell.ended).toBe(1)
    expect(shell.output).toBe('')
    expect(shell.errors).toMatch(/^Nano Desktop has ended: [^\n]+\n$/)
    expect(shell.errors).toContain(reason)
  })
})

describe('the command line', () => {
  const read = (...argv: string[]) => readServeArguments(argv, '/home/ada')

  it('has a port, a demo and resources of its own where they are given', () => {
    expect(read('--data', 'here')).toEqual({
      dataFolder: '/home/ada/here',
      port: 8850,
      demo: false,
      resources: undefined
    })
    expect(read('--data=/there', '--port=0', '--demo', '--resources', 'res')).toEqual({
      dataFolder: '/there',
      port: 0,
      demo: true,
      resources: '/home/ada/res'
    })
  })

  it.each([
    [[], '--data is missing'],
    [['--data'], '--data'],
    [['--data', ''], '--data is missing'],
    [['--data', 'x', '--port', '65536'], '--port "65536"'],
    [['--data', 'x', '--port', '-1'], '--port'],
    [['--data', 'x', '--port', '80a'], '--port "80a"'],
    [['--data', 'x', '--port', ''], '--port ""'],
    [['--data', 'x', '--demo=yes'], '--demo'],
    [['--data', 'x', '--debug'], '--debug'],
    [['--data', 'x', 'y'], "'y'"]
  ])('%j is refused by name', (argv, reason) => {
    expect(() => read(...argv)).toThrow(reason)
    expect(() => read(...argv)).toThrow('usage: ')
  })
})
