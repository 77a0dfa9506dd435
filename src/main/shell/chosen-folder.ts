import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chosenFolderFile, type ChosenFolder } from '@shared/local-door'

/** The data folder that was chosen in the settings, else the usual one. Refuses when the chosen one is not there. */
export function readChosenFolder(userData: string, usual: string): string {
  const file = join(userData, chosenFolderFile)
  if (!existsSync(file)) return usual
  const chosen = read(file)
  if (existsSync(chosen)) return chosen
  throw new Error(
    `The data folder ${chosen}, chosen in the settings, is not there. Connect the disk that it is on; ` +
      `or remove the file ${file}, and the folder ${usual} is used.`
  )
}

/** Keeps the choice for the next start. */
export const keepChosenFolder = (userData: string, folder: string): Promise<void> =>
  writeFile(join(userData, chosenFolderFile), JSON.stringify({ data_folder: folder } satisfies ChosenFolder))

function read(file: string): string {
  try {
    const { data_folder: folder } = JSON.parse(readFileSync(file, 'utf8')) as Partial<ChosenFolder>
    if (typeof folder === 'string') return folder
  } catch {
    // Told below, in the same words.
  }
  throw new Error(`The file ${file} names no data folder. Remove it, and the usual folder is used.`)
}
