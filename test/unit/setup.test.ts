import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { advice, systemOf } from '../../scripts/system-packages.mjs'

const SCRIPT = resolve(import.meta.dirname, '../../scripts/system-packages.mjs')

describe('the system that packages are installed on', () => {
  it.each([
    ['debian', 'linux', 'NAME="Debian GNU/Linux"\nID=debian\n'],
    ['debian', 'linux', 'ID=linuxmint\nID_LIKE="ubuntu debian"\n'],
    ['fedora', 'linux', 'ID=fedora\nVARIANT_ID=workstation\n'],
    ['fedora', 'linux', 'ID="rocky"\nID_LIKE="rhel centos fedora"\n'],
    ['arch', 'linux', 'ID=manjaro\nID_LIKE=arch\n'],
    ['macos', 'darwin', ''],
    ['windows', 'win32', ''],
    [undefined, 'linux', 'ID=nixos\n']
  ] as const)('is %s on %s with %j', (system, platform, osRelease) => {
    expect(systemOf(platform, osRelease)).toBe(system)
  })

  it.each([
    ['debian', 'sudo apt-get install -y --no-install-recommends qemu-img'],
    ['fedora', 'sudo dnf install -y qemu-system-x86-core qemu-img'],
    ['arch', 'sudo pacman -S --needed qemu-base'],
    ['macos', 'brew install qemu'],
    ['windows', 'winget install SoftwareFreedomConservancy.QEMU']
  ] as const)('%s has a command of its own', (system, command) => {
    expect(advice(system, ['qemu-img'])).toBe(`Missing on this system: qemu-img. Install with:\n  ${command}`)
  })

  it('is told of when nothing is known of it, and when it cannot run all tests', () => {
    expect(advice(undefined, ['qemu-img'])).toContain("your system's own means")
    expect(advice('macos', ['Xvfb'])).toContain('The tests as a whole run on Debian and Ubuntu')
  })
})

describe('what is missing for the app', () => {
  let bin: string
  beforeEach(() => void (bin = mkdtempSync(join(tmpdir(), 'setup-'))))
  afterEach(() => rmSync(bin, { recursive: true }))

  const program = (name: string, script: string): void =>
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  /** What apt was told to do, one line each. */
  const orders = (): string[] =>
    existsSync(join(bin, 'log')) ? readFileSync(join(bin, 'log'), 'utf8').trim().split('\n') : []
  const apt = (answer: string): void => {
    program('apt-get', `echo "$@" >>${bin}/log\n${answer}`)
    program('sudo', 'shift; exec "$@"')
    program('dpkg-query', 'echo installed qemu-utils')
  }

  /** Runs the script where these programs are the only ones. */
  async function install(system: string): Promise<{ code: unknown; output: string }> {
    const work = `import(${JSON.stringify(SCRIPT)}).then((script) => script.installSystemPackages('app', '${system}'))`
    const child = spawn(process.execPath, ['-e', work], { env: { PATH: bin }, stdio: ['ignore', 'pipe', 'pipe'] })
    const [[code], ...output] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)])
    return { code, output: output.join('') }
  }

  it('is nothing where the programs are, wherever they came from', async () => {
    apt('exit 0')
    program('qemu-system-x86_64', '')
    program('qemu-img', '')
    expect(await install('debian')).toEqual({ code: 0, output: '' })
    expect(orders()).toEqual([])
  })

  it('is installed on Debian, and nothing else', async () => {
    apt('exit 0')
    expect(await install('debian')).toEqual({ code: 0, output: 'Installing qemu-system-x86 …\n' })
    expect(orders()).toEqual([expect.stringMatching(/^install -y --no-install-recommends .* qemu-system-x86$/)])
  })

  it('is looked for in fresh lists when the old ones do not have it', async () => {
    apt(`if [ "$1" = update ]; then : >${bin}/fresh; else [ -e ${bin}/fresh ]; fi`)
    expect(await install('debian')).toMatchObject({ code: 0 })
    expect(orders().map((order) => order.split(' ', 1)[0])).toEqual(['install', 'update', 'install'])
  })

  it('is named, with the command to type, where apt may not', async () => {
    apt('echo "E: are you root?"; exit 100')
    const { code, output } = await install('debian')
    expect(code).toBe(1)
    expect(output).toContain('E: are you root?')
    expect(output).toContain('sudo apt-get install -y --no-install-recommends qemu-system-x86\n')
  })

  it('is named, with the command to type, where there is no apt', async () => {
    program('qemu-img', '')
    const { code, output } = await install('fedora')
    expect(code).toBe(1)
    expect(output).toBe(
      'Missing on this system: qemu-system-x86_64. Install with:\n  sudo dnf install -y qemu-system-x86-core qemu-img\n'
    )
  })
})
