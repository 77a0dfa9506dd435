import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LogEntry } from '@shared/contract/log'
import { serveHttp, type HttpServer } from '@main/gateways/http-gateway'
import { createWorld, type World } from '../support/world'
import { account } from '../support/served-world'

const root = resolve(import.meta.dirname, '../..')
const signedIn = { NANO_USER: account.user, NANO_PASSWORD: account.password }

interface Ended {
  readonly code: number
  readonly output: string
  readonly errors: string
}

describe('the command line', () => {
  let world: World
  let server: HttpServer
  let scratch: string
  beforeAll(async () => {
    world = await createWorld()
    // No TCP port: a command finds the application by its data folder.
    server = await serveHttp(world.app, { folder: world.folder })
    scratch = await mkdtemp(join(tmpdir(), 'command-'))
  })
  afterAll(async () => {
    await server.close()
    await world.close()
    await rm(scratch, { recursive: true, force: true })
  })

  const nano = async (args: readonly string[], env: object = signedIn, input = ''): Promise<Ended> => {
    const main = [join(root, 'test/support/register-source.ts'), join(root, 'src/main/cli.ts')] as const
    const child = spawn(process.execPath, ['--import', ...main, ...args], {
      cwd: scratch,
      env: { PATH: process.env['PATH'], ...env }
    })
    child.stdin.end(input)
    const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    return { code: code as number, output, errors }
  }
  const here = (): string[] => ['--data', world.folder]

  test('makes the first administrator with a secret from standard input, and works in their name', async () => {
    const init = ['system', 'init', '--user', account.user, '--password', '-', ...here()]
    expect(await nano(init, {}, `${account.password}\n`)).toEqual({ code: 0, output: '', errors: '' })
    const listed = await nano(['compute-pool', 'list', '--json', ...here()])
    expect(JSON.parse(listed.output)).toMatchObject([{ name: 'default', cells: 1 }])
    expect((await nano(['compute-pool', 'list', ...here()])).output).toMatch(
      /^name +enabled +cells.*\ndefault +true +1/
    )
  })

  test('leaves no sign-in behind', async () => {
    await nano(['compute-pool', 'list', ...here()])
    const { session } = (await world.clientOf(world.app.sessions.nobody('')).session.create(account)) as {
      session: string
    }
    const shown = await nano(['session', 'get', '--id', session, '--json', ...here()], { NANO_SESSION: session })
    expect(JSON.parse(shown.output)).toMatchObject({ user: account.user })
  })

  test('sends a file, and fetches it, but never over one that is there', async () => {
    const disk = join(scratch, 'disk.img')
    await writeFile(disk, Buffer.alloc(1 << 20, 7))
    const made = await nano(['disk-image', 'create', '--name', 'sent', '--json', ...here()])
    const { id } = JSON.parse(made.output) as { id: string }
    const sent = await nano(['disk-image', 'upload', '--id', id, '--file', disk, ...here()])
    expect(sent).toMatchObject({ code: 0, errors: '' })
    expect(await world.client.diskImage.get({ id })).toMatchObject({ created: true, size: 1 << 20 })

    const fetch = ['disk-image', 'download', '--id', id, '--file', join(scratch, 'back.img'), ...here()]
    expect((await nano(fetch)).code).toBe(0)
    expect(await readFile(join(scratch, 'back.img'))).toEqual(await readFile(disk))
    expect(await nano(fetch)).toMatchObject({ code: 1, errors: expect.stringContaining('EEXIST') as string })
  })

  test('is in the log like every other door, and reads and clears it', async () => {
    await nano(['compute-pool', 'create', '--pool', 'typed', ...here()])
    await nano(['compute-pool', 'remove', '--pool', 'none', ...here()])
    const listed = await nano(['log', 'list', '--format', 'array', '--json', ...here()])
    const entries = JSON.parse(listed.output) as LogEntry[]
    const pools = entries.filter(({ operation }) => operation.startsWith('computePool.'))
    expect(pools).toMatchObject([
      { user: account.user, content: `${account.user} deleted compute pool "none": failed with POOL_NOT_FOUND` },
      { user: account.user, content: `${account.user} made compute pool "typed"` }
    ])
    const { code } = await nano(['log', 'remove', '--entries', pools.map(({ id }) => id).join(), ...here()])
    expect(code).toBe(0)
    const { logs } = (await world.client.log.list({ limit: 100 })) as { logs: LogEntry[] }
    expect(logs.map(({ content }) => content)).toContain(`${world.admin.user} deleted 2 log entries`)
    expect(logs.map(({ id }) => id)).not.toEqual(expect.arrayContaining([pools[0]?.id]))
  })

  test('refuses in the application’s words with 1, and what is written wrong with 2', async () => {
    expect(await nano(['guest', 'get', '--id', 'nope', ...here()])).toEqual({
      code: 1,
      output: '',
      errors: 'There is no guest "nope"\n'
    })
    expect(await nano(['guest', 'get', '--id', 'nope', '--data', scratch])).toMatchObject({
      code: 1,
      errors: `Nano Desktop does not run with the data folder ${scratch}; start it first\n`
    })
    expect((await nano(['guest', 'fly'])).code).toBe(2)
  })

  test('is for this user alone', async () => {
    const { mode } = await stat(join(world.folder, 'api.sock'))
    expect(mode & 0o777).toBe(0o600)
    expect((await stat(join(world.folder, 'api.json'))).mode & 0o777).toBe(0o600)
  })
})
