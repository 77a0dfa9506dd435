import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { names } from '@main/drivers/qemu/guest-files'
import { readFacts } from '@main/drivers/qemu/inspect-image'

/** The guests that the QEMU driver keeps in a folder, with the virtual sizes of their disks; all else counts as one too. */
export async function guestsInFolder(folder: string): Promise<ReadonlyMap<string, readonly number[]>> {
  const guests = new Map<string, number[]>()
  for (const id of await readdir(folder)) {
    const sizes: number[] = []
    const path = (): string => join(folder, id, names.disk(id, sizes.length))
    while (existsSync(path())) sizes.push((await readFacts(path())).virtual_size)
    guests.set(id, sizes)
  }
  return guests
}
