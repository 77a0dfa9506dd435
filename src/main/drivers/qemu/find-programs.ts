import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** Full paths of the two programs; undefined for one that is not installed. */
export interface Programs {
  readonly system: string | undefined
  readonly img: string | undefined
}

/** Where installers put QEMU that do not tell PATH; a program opened from a desktop may have a short one, too. */
const usual: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['/usr/bin', '/usr/local/bin', '/usr/libexec', '/run/current-system/sw/bin'],
  darwin: ['/opt/homebrew/bin', '/usr/local/bin', '/opt/local/bin'],
  win32: ['C:\\Program Files\\qemu']
}

/** The folders to look in, those of PATH first. */
export const usualPlaces = (
  path = process.env['PATH'] ?? '',
  platform: NodeJS.Platform = process.platform
): readonly string[] => [...path.split(delimiter).filter((place) => place !== ''), ...(usual[platform] ?? [])]

/** Looks for QEMU and its disk tool. It is quick, and a program installed meanwhile is found. */
export async function findPrograms(places: readonly string[] = usualPlaces()): Promise<Programs> {
  const [system, img] = await Promise.all(['qemu-system-x86_64', 'qemu-img'].map((name) => find(name, places)))
  return { system, img }
}

async function find(name: string, places: readonly string[]): Promise<string | undefined> {
  const file = process.platform === 'win32' ? `${name}.exe` : name
  for (const place of places) {
    const path = join(place, file)
    if (await isProgram(path)) return path
  }
  return undefined
}

const isProgram = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false
  )
