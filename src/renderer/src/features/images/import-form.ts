import { NewImage } from '@shared/contract/image'
import type { ImageKind } from '@/stores/images'

/** One file to import, as the form has it. */
export interface ImportRow {
  readonly id: number
  readonly file: File
  name: string
  kind: ImageKind
  /** The ending that its content does not keep to. */
  readonly unlike: Ending | undefined
  /** Why the core did not take it. */
  problem: unknown
}

/** Endings that promise a content which can be told. */
export type Ending = 'qcow2' | 'iso'

const ENDING = /\.(qcow2?|img|raw|iso|bin|dd)$/i
const LONGEST_NAME = 64
/** ISO 9660 (ECMA-119) and UDF write their name here. */
const ISO_NAME_AT = 16 * 2048 + 1
const ISO_NAMES = ['CD001', 'BEA01']
const QCOW2_MAGIC = 'QFI\u{fb}'

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

/** The ending of a file's name, when its content is something else. Rejects when it cannot be read. */
export async function unlikeItsName(file: File): Promise<Ending | undefined> {
  const ending = /\.(qcow2|iso)$/i.exec(file.name)?.[1]?.toLowerCase()
  if (ending === 'iso') return (await kindOf(file)) === 'media' ? undefined : 'iso'
  if (ending !== 'qcow2') return undefined
  const head = String.fromCharCode(...new Uint8Array(await file.slice(0, QCOW2_MAGIC.length).arrayBuffer()))
  return head === QCOW2_MAGIC ? undefined : 'qcow2'
}
