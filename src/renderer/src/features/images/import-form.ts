import { NewImage } from '@shared/contract/image'
import type { ImageKind } from '@/stores/images'

/** One file to import, as the form has it. */
export interface ImportRow {
  readonly id: number
  readonly file: File
  name: string
  kind: ImageKind
  /** Why the core did not take it. */
  problem: unknown
}

const ENDING = /\.(qcow2?|img|raw|iso|bin|dd)$/i
const LONGEST_NAME = 64
/** ISO 9660 (ECMA-119) and UDF write their name here. */
const ISO_NAME_AT = 16 * 2048 + 1
const ISO_NAMES = ['CD001', 'BEA01']

/** A name that an image may have, after a file: `Debian 12 (x86).iso` gives `Debian-12-x86`. */
export function nameAfter(fileName: string): string {
  const name = fileName
    .replace(ENDING, '')
    .replaceAll(/[^\w.-]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, LONGEST_NAME)
  return NewImage.shape.name.safeParse(name).data ?? 'image'
}

/** Takes a name that is free: `base`, else `base-2` and so on. */
export function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  for (let number = 1; ; number++) {
    const end = number === 1 ? '' : `-${number}`
    const name = wanted.slice(0, LONGEST_NAME - end.length) + end
    if (!isTaken(name)) return name
  }
}

/** Looks into a file for what the core will find there. Rejects when it cannot be read, as a folder cannot. */
export async function kindOf(file: File): Promise<ImageKind> {
  const name = await file.slice(ISO_NAME_AT, ISO_NAME_AT + 5).text()
  await file.slice(0, 1).arrayBuffer()
  return ISO_NAMES.includes(name) ? 'media' : 'disk'
}
