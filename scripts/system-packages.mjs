// The programs of the system that the app and its tests need, and how each system installs them.
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { stop, tryToRun } from './run.mjs'

/**
 * The programs that each purpose runs, and the packages they come in. `files` are packages of Debian's without a
 * program to look for: fonts, and what the test guest is built of (test/guests/make-guest.sh), which needs Debian.
 */
const needed = {
  app: {
    programs: ['qemu-system-x86_64', 'qemu-img'],
    debian: ['qemu-system-x86', 'qemu-utils'],
    files: [],
    fedora: ['qemu-system-x86-core', 'qemu-img'],
    arch: ['qemu-base'],
    macos: ['qemu'],
    windows: ['SoftwareFreedomConservancy.QEMU']
  },
  test: {
    programs: ['chromium', 'Xvfb', 'openbox', 'import', 'xdotool', 'wmctrl', 'xwininfo'],
    debian: ['chromium', 'xvfb', 'openbox', 'imagemagick', 'xdotool', 'wmctrl', 'x11-utils'],
    files: [
      ...['fonts-dejavu-core', 'fonts-noto-cjk', 'syslinux', 'isolinux', 'syslinux-common', 'mtools', 'dosfstools'],
      ...['e2fsprogs', 'fdisk', 'xorriso', 'cpio', 'kmod', 'zstd', 'binutils']
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
 * @param {System | undefined} system
 */
export async function installSystemPackages(purpose, system = systemOf(process.platform, readOsRelease())) {
  const purposes = purpose === 'test' ? [needed.app, needed.test] : [needed.app]
  const absent = purposes.flatMap(({ programs }) => programs.filter((name) => !isInstalled(name)))
  const packages = packagesOf(system ?? 'debian', absent)
  const files = purposes.flatMap((each) => each.files)
  const missing = system === 'debian' ? await missingDebianPackages([...packages, ...files]) : absent
  if (missing.length === 0) return
  if (system === 'debian' && (await aptInstall(missing))) return
  stop(advice(system, missing))
}

/**
 * What a person is told to do.
 * @param {System | undefined} system
 * @param {readonly string[]} missing Programs; on Debian, packages.
 */
export function advice(system, missing) {
  const what = `Missing on this system: ${missing.join(', ')}.`
  if (system === 'debian') return `${what} Install with:\n  ${commands.debian} ${missing.join(' ')}`
  const forTests = missing.some((name) => needed.test.programs.includes(name))
  const where = forTests
    ? '\nThe tests as a whole run on Debian and Ubuntu, of whose packages their guest is made.'
    : ''
  if (system === undefined) return `${what} Install them with your system's own means.${where}`
  return `${what} Install with:\n  ${commands[system]} ${packagesOf(system, missing).join(' ')}${where}`
}

/**
 * The packages that have some programs, with those of the same purpose.
 * @param {System} system
 * @param {readonly string[]} programs
 */
const packagesOf = (system, programs) =>
  Object.values(needed)
    .filter((purpose) => purpose.programs.some((name) => programs.includes(name)))
    .flatMap((purpose) => purpose[system])

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

/**
 * On the search path, or where QEMU's installer for Windows puts it.
 * @param {string} name
 */
const isInstalled = (name) =>
  [...(process.env.PATH ?? '').split(delimiter), 'C:\\Program Files\\qemu'].some(
    (folder) => existsSync(join(folder, name)) || existsSync(join(folder, `${name}.exe`))
  )

/** @param {readonly string[]} names */
async function missingDebianPackages(names) {
  if (names.length === 0) return []
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
  // A machine that updates itself right now is waited for.
  const install = ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', ...packages]
  console.log(`Installing ${packages.join(', ')} …`)
  if ((await apt(install)).code === 0) return true
  // A new machine has no list of packages yet, or an old one.
  await apt(['update'])
  const { code, output } = await apt(install)
  if (code !== 0) console.error(output.trim().split('\n').slice(-5).join('\n'))
  return code === 0
}
