import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../support/until'

const ROOT = resolve(import.meta.dirname, '../..')
const READY_MS = 60_000
const unsandboxed = process.getuid?.() === 0 ? ['--no-sandbox'] : []

describe('npm start', () => {
  let folder: string
  let started: ChildProcess | undefined
  let closed: Promise<unknown> | undefined
  let output = ''

  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'start-'))))
  afterEach(async () => {
    await end()
    rmSync(folder, { recursive: true })
  })

  function start(env: NodeJS.ProcessEnv, args: readonly string[] = []): ChildProcess {
    const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ELECTRON_OVERRIDE_DIST_PATH: _dist, ...rest } = process.env
    output = ''
    started = spawn('npm', ['start', '--', '--data', join(folder, 'data'), '--port', '0', ...args], {
      cwd: ROOT,
      env: { ...rest, ...env },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    closed = once(started, 'close')
    for (const stream of [started.stdout, started.stderr]) stream?.on('data', (bytes) => (output += String(bytes)))
    return started
  }
  /** As a service manager does; waits until everything that was started has let go of its output. */
  async function end(): Promise<void> {
    started?.kill('SIGTERM')
    await closed
  }
  const url = (): Promise<string> =>
    until('the serve shell to be ready', () => /^ready (\S+)$/m.exec(output)?.[1], READY_MS)

  /** A folder with a program in Electron's place. */
  function electron(script: string): NodeJS.ProcessEnv {
    for (const name of ['electron', 'Electron'])
      writeFileSync(join(folder, name), `#!/bin/sh\n[ "$1" = --version ] && ${script}\n`, { mode: 0o755 })
    return { DISPLAY: ':99', ELECTRON_OVERRIDE_DIST_PATH: folder }
  }

  it('says in one line that there is no display, and serves the app until it is ended', async () => {
    start({})
    const address = await url()
    expect(output).toMatch(/^No native windows here: there is no display\. .*$/m)
    expect((await fetch(`${address}/api/v1/system/`)).status).toBe(200)
    await end()
    await expect(fetch(address)).rejects.toThrow('fetch failed')
  })

  it('says why the binary of Electron does not start, and serves the app', async () => {
    start(electron('echo "libnss3.so: cannot open shared object file" >&2; exit 127'), unsandboxed)
    await url()
    expect(output).toMatch(/^No native windows here: Electron does not start \(libnss3\.so: cannot open .*$/m)
  })

  it('opens the app in Electron, and ends as it does', async () => {
    const child = start(electron('exit 0; echo "arguments: $@"; exit 3'), unsandboxed)
    await closed
    expect(child.exitCode).toBe(3)
    expect(output).toContain(`arguments: ${ROOT} --data ${join(folder, 'data')} --port 0`)
    expect(output).not.toContain('ready')
  })
})
