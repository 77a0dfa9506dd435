import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { assemble } from './sample-guest/assemble.mjs'
import { qcow2 } from './sample-guest/qcow2.mjs'

const source = new URL('sample-guest/guest.asm', import.meta.url)
const image = fileURLToPath(new URL('../resources/guests/sample.img', import.meta.url))

/** A BIOS boots no disk below one cylinder, which is half a MiB. */
const DISK_SIZE = 1 << 20

/** The disk image of the sample guest, made from its source. */
export const makeSampleGuest = () => qcow2(assemble(readFileSync(source, 'utf8')), DISK_SIZE)

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(image, makeSampleGuest())
  console.log(image)
}
