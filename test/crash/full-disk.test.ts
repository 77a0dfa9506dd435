import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { look, tempFolder } from '../support/store-folder'
import { childCommand, start } from './children'

interface Report {
  readonly count: number
  readonly refusals: readonly string[]
  readonly kept: number
  /** The system's word for why a snapshot could not be written. */
  readonly fold: string | undefined
  readonly later: readonly string[]
  readonly found: number
  readonly problems: number
}

async function reportOf(command: [string, ...string[]]): Promise<Report> {
  const child = start(command)
  const ended = once(child, 'exit')
  const said = await text(child.stdout)
  expect(await ended).toEqual([0, null])
  return JSON.parse(said) as Report
}

/** Runs a command where only it sees what it mounts; asks for no rights where the system lets everybody do so. */
const alone = (script: string, ...args: readonly string[]): [string, ...string[]] => [
  'unshare',
  '--user',
  '--map-root-user',
  '--mount',
  'sh',
  '-c',
  script,
  'sh',
  ...args
]

it('a file that may not grow refuses the change and leaves the store usable', async () => {
  const folder = tempFolder()
  // In blocks of 512 bytes, or of 1024 in some shells.
  const script = 'ulimit -f 512 && exec "$@"'
  const report = await reportOf(['sh', '-c', script, 'sh', ...childCommand('full-disk-child.ts', folder)])
  expect(report.count).toBeGreaterThan(40)
  expect(report).toEqual({
    count: report.count,
    refusals: ['DISK_FULL', 'DISK_FULL'],
    kept: report.count,
    fold: 'EFBIG',
    later: ['ok', 'ok'],
    found: report.count + 2,
    problems: 0
  })
  expect((await look(folder)).marks).toHaveLength(report.count + 2)
})

const mountable = spawnSync('unshare', alone('mount -t tmpfs tmpfs "$1"', '/mnt').slice(1)).status === 0

// Where nobody may mount one, the run says that this was left out.
it.runIf(mountable)('a disk that is full refuses the change and leaves the store usable', async () => {
  const place = tempFolder()
  mkdirSync(join(place, 'disk'))
  const script = `mount -t tmpfs -o size=1m tmpfs "$1" && head -c 300000 /dev/zero > "$1/filler" && shift && exec "$@"`
  const disk = join(place, 'disk')
  const child = childCommand('full-disk-child.ts', join(disk, 'store'), join(disk, 'filler'))
  const report = await reportOf(alone(script, disk, ...child))
  expect(report.count).toBeGreaterThan(40)
  expect(report).toEqual({
    count: report.count,
    refusals: ['DISK_FULL', 'DISK_FULL'],
    kept: report.count,
    fold: 'ENOSPC',
    later: ['ok', 'ok'],
    found: report.count + 2,
    problems: 0
  })
})
