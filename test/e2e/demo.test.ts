import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../support/until'

const ROOT = resolve(import.meta.dirname, '../..')
const PICTURE = join(ROOT, 'demo/console.png')
const STEP_MS = 60_000

describe('npm run demo', () => {
  let folder: string
  let output = ''
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'demo-'))))
  afterEach(() => rmSync(folder, { recursive: true }))

  function start(): ChildProcess {
    output = ''
    const child = spawn('npm', ['run', 'demo'], { cwd: ROOT, env: { ...process.env, TMPDIR: folder } })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (output += String(bytes)))
    return child
  }
  /** Of the demo's own; npm keeps something of its in the temporary folder, too. */
  const folders = (): string[] => readdirSync(folder).filter((name) => name.startsWith('nano-demo-'))
  /** Processes that work in the demo's folder, as its QEMU does. */
  const processes = (): string[] =>
    readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && placeOf(pid).startsWith(folder))

  it('takes a guest from its image to its console, and leaves a picture and nothing else', async () => {
    rmSync(PICTURE, { force: true })
    const child = start()
    await once(child, 'close')
    expect(output).toMatch(/its screen says [^]*is echoed [^]*it is deleted, with its files [^]*done$/m)
    expect(child.exitCode).toBe(0)
    expect(readFileSync(PICTURE).toString('latin1', 1, 4)).toBe('PNG')
    expect([folders(), processes()]).toEqual([[], []])
  })

  it('leaves nothing behind when it is ended before', async () => {
    const child = start()
    await until(
      'the guest to run',
      () => {
        if (child.exitCode !== null) throw new Error(output)
        return output.includes('it runs on QEMU')
      },
      STEP_MS
    )
    expect(processes()).toHaveLength(1)
    child.kill('SIGTERM')
    await once(child, 'close')
    expect([folders(), processes()]).toEqual([[], []])
  })
})

/** The working folder of a process; '' for one that has ended meanwhile. */
function placeOf(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}
