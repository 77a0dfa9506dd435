import { readFile } from 'node:fs/promises'

/** How each kind of system installs QEMU, by the names in os-release(5). */
const byFamily: Readonly<Record<string, string>> = {
  debian: 'apt-get install -y --no-install-recommends qemu-system-x86 qemu-utils',
  fedora: 'dnf install -y qemu-system-x86 qemu-img',
  arch: 'pacman -S --needed --noconfirm qemu-system-x86 qemu-img',
  suse: 'zypper install -y qemu-x86 qemu-tools'
}

/** The exact command that installs QEMU on this system; '' where none is known. */
export async function installCommand(): Promise<string> {
  if (process.platform === 'darwin') return 'brew install qemu'
  if (process.platform === 'win32') return 'winget install --id SoftwareFreedomConservancy.QEMU'
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  return commandFor(release, process.getuid?.() === 0)
}

/** As `installCommand`, for a Linux whose os-release(5) file is `release`. */
export function commandFor(release: string, root: boolean): string {
  const families = [...release.matchAll(/^(?:ID|ID_LIKE)=["']?([^"'\n]*)/gm)].flatMap(([, names = '']) =>
    names.split(' ')
  )
  const command = families.map((name) => byFamily[name.replace(/^opensuse.*/, 'suse')]).find((known) => known)
  return command === undefined ? '' : root ? command : `sudo ${command}`
}
