import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** All that the application has logged in a data folder, so far as it is written. */
export async function appLog(dataFolder: string): Promise<string> {
  const folder = join(dataFolder, 'logs')
  const names = await readdir(folder).catch(() => [])
  return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('')
}
