import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { diskWith, writing } from './boot-sector'
import type { FullDiskReport } from './full-disk-child'
import { Bench } from './qemu-rig'

/** Arguments of `unshare` that run a script where only it sees what it mounts; every user may where the system lets them. */
const alone = (script: string, ...args: readonly string[]): readonly string[] =>
  ['--user', '--map-root-user', '--mount', 'sh', '-c', script, 'sh'].concat(args)

const mountable = spawnSync('unshare', alone('mount -t tmpfs tmpfs "$1"', '/mnt')).status === 0

// Where nobody may mount one, the run says that this was left out.
test.runIf(mountable)(
  'a disk that is full refuses a copy, halts a guest that writes, and lets it go on later',
  async () => {
    const bench = await Bench.create()
    const folder = join(bench.root, 'disk')
    await mkdir(folder)
    const child = spawn(
      'unshare',
      alone(
        'mount -t tmpfs -o size=4m tmpfs "$1" && shift && exec "$@"',
        folder,
        process.execPath,
        ...['--import', resolve('test/support/register-source.ts'), resolve('test/qemu/full-disk-child.ts')],
        folder,
        await bench.file('large.raw', randomBytes(8 << 20)),
        await bench.file('writing.raw', diskWith(writing()))
      ),
      { stdio: ['ignore', 'pipe', 'inherit'] }
    )
    const ended = once(child, 'exit')
    const said = await text(child.stdout)
    expect(await ended).toEqual([0, null])
    const { refusal, left, halted, again } = JSON.parse(said) as FullDiskReport
    expect(refusal).toMatchObject({ fault: 'disk_full', message: expect.stringContaining('small_sys.qcow2') })
    expect(left).toEqual(['guest.json'])
    expect(halted.reason).toContain('there is no space left for its disk')
    expect(again).toMatchObject({ power: 'running', reason: '' })
    expect(again.since).toBeGreaterThan(halted.since)
  }
)
