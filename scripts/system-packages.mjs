// The programs of the system that the app and its tests need, and how each system installs them.
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { stop, tryToRun } from './run.mjs'

/** Where each purpose's programs come from. Debian's list is whole; elsewhere the tests' guest cannot be built. */
const needed = {
  app: {
    programs: ['qemu-system-x86_64', 'qemu-img'],
    debian: ['qemu-system-x86', 'qemu-utils'],
    fedora: ['qemu-system-x86-core', 'qemu-img'],
    arch: ['qemu-base'],
    macos: ['qemu'],
    windows: ['SoftwareFreedomConservancy.QEMU']
  },
  test: {
    programs: ['chromium', 'Xvfb', 'openbox', 'import', 'xdotool', 'wmctrl', 'xwininfo'],
    debian: [
      ...['chromium', 'xvfb', 'openbox', 'imagemagick', 'xdotool', 'wmctrl', 'x11-utils'],
      ...['fonts-dejavu-core', 'fonts-noto-cjk'],
      // What the test guest is built with: test/guests/make-guest.sh.
      ...['syslinux', 'isolinux', 'syslinux-common', 'mtools', 'dosfstools', 'e2fsprogs', 'fdisk'],
      ...['xorriso', 'cpio', 'kmod', 'zstd', 'binutils']
    ],
    fedora: ['chromium', 'xorg-x11-server-Xvfb', 'openbox', 'ImageMagick', 'xdotool', 'wmctrl', 'xwininfo'],
    arch: ['chromium', 'xorg-server-xvfb', 'openbox', 'imagemagick', 'xdotool', 'wmctrl', 'xorg-xwininfo'],
    macos: ['chromium'],
    windows: ['Chromium.Chromium']
  }
}

/** @typedef {'debian' | 'fedora' | 'arch' | 'macos' | 'windows'} System */

/** @type {Readonly<Record<System, string>>} */
const commands = {
  debian: 'sudo apt-get install -y --no-install-recommends',
  fedora: 'sudo dnf install -y',
  arch: 'sudo pacman -S --needed',
  macos: 'brew install',
  windows: 'winget install'
}

/**
 * Installs what is missing where that needs no question; else ends the process with the command to type.
 * @param {'app' | 'test'} purpose
 */
export async function installSystemPackages(purpose) {
  const purposes = purpose === 'test' ? [needed.app, needed.test] : [needed.app]
  const system = systemOf(process.platform, readOsRelease())
  const missing =
    system === 'debian'
      ? await missingDebianPackages(purposes.flatMap(({ debian }) => debian))
      : purposes.flatMap(({ programs }) => programs).filter((name) => !isOnPath(name))
  if (missing.length === 0) return
  if (system === 'debian' && (await aptInstall(missing))) return
  stop(advice(system, missing, purposes.map((each) => each[system ?? 'debian']).flat()))
}

/**
 * What a person is told to do.
 * @param {System | undefined} system
 * @param {readonly string[]} missing
 * @param {readonly string[]} packages
 */
export function advice(system, missing, packages) {
  const what = `Missing on this system: ${missing.join(', ')}.`
  if (system)
    return `${what} Install with:\n  ${commands[system]} ${(system === 'debian' ? missing : packages).join(' ')}`
  return `${what} Install QEMU (qemu-system-x86_64 and qemu-img) with your system's own means, then try again.`
}

/**
 * @param {NodeJS.Platform} platform
 * @param {string} osRelease The text of os-release(5).
 * @returns {System | undefined}
 */
export function systemOf(platform, osRelease) {
  if (platform === 'darwin') return 'macos'
  if (platform === 'win32') return 'windows'
  const ids = [...osRelease.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap(([, value = '']) => value.split(' '))
  if (ids.includes('debian') || ids.includes('ubuntu')) return 'debian'
  if (ids.includes('fedora') || ids.includes('rhel')) return 'fedora'
  return ids.includes('arch') ? 'arch' : undefined
}

const readOsRelease = () => (existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '')

/** @param {string} name */
const isOnPath = (name) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => existsSync(join(folder, name)) || existsSync(join(folder, `${name}.exe`)))

/** @param {readonly string[]} names */
async function missingDebianPackages(names) {
  const { output } = await tryToRun('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}\\n', ...names], {
    quiet: true
  })
  const installed = new Set(
    output
      .split('\n')
      .filter((line) => line.startsWith('installed '))
      .map((line) => line.slice('installed '.length))
  )
  return names.filter((name) => !installed.has(name))
}

/** @param {readonly string[]} packages */
async function aptInstall(packages) {
  const [program = 'apt-get', ...before] = process.getuid?.() === 0 ? ['apt-get'] : ['sudo', '-n', 'apt-get']
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (/** @type {readonly string[]} */ args) => tryToRun(program, [...before, ...args], { env, quiet: true })
  const install = ['install', '-y', '--no-install-recommends', ...packages]
  console.log(`Installing ${packages.join(', ')} …`)
  if ((await apt(install)).code === 0) return true
  // A new machine has no list of packages yet, or an old one.
  await apt(['update'])
  const { code, output } = await apt(install)
  if (code !== 0) console.error(output.trim().split('\n').slice(-5).join('\n'))
  return code === 0
}
