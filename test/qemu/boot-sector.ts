import { assemble } from '../../scripts/sample-guest/assemble.mjs'

const SECTOR = 512

/** A boot sector from the text of its instructions; they begin at 0000:7c00 with all segments at zero. */
export function bootSector(code: string): Buffer {
  return assemble(`
        org 0x7c00
        xor ax, ax
        mov ds, ax
        mov es, ax
        ${code}
        pad ${SECTOR - 2}
        dw 0xaa55`)
}

/** Writes a text on the screen and rests. */
export const saying = (text: string): Buffer =>
  bootSector(`
        mov si, words
next:   lodsb
        cmp al, 0
        je rest
        mov ah, 0x0e
        mov bx, 7
        int 0x10
        jmp next
rest:   hlt
        jmp rest
words:  db "${text}", 0`)

/** Never rests. */
export const busy = (): Buffer => bootSector('again:  jmp again')

/** Writes to its disk what is in memory, 127 sectors at once (INT 13h, AH=43h). */
export const writing = (): Buffer =>
  bootSector(`
        mov si, packet
        mov ax, 0x4300
        int 0x13
rest:   hlt
        jmp rest
packet: db 16, 0
        dw 127, 0x7c00, 0, 64, 0, 0, 0`)

/** A disk image of `size` bytes; a BIOS boots no disk below one cylinder, which is half a MiB. */
export function diskWith(sector: Buffer, size = 1 << 20): Buffer {
  return Buffer.concat([sector], size)
}

const ISO_SECTOR = 2048

/** The smallest ISO that a PC boots (ECMA-119 8.4, 8.2; El Torito 1.0): two descriptors, a catalogue, one sector of code. */
export function bootableIso(sector: Buffer): Buffer {
  const iso = Buffer.alloc(20 * ISO_SECTOR)
  const [volume, record, end] = [16, 17, 18].map((at) => iso.subarray(at * ISO_SECTOR))
  for (const [descriptor, type] of [
    [volume!, 1],
    [record!, 0],
    [end!, 255]
  ] as const) {
    descriptor.writeUInt8(type, 0)
    descriptor.write('CD001', 1, 'latin1')
    descriptor.writeUInt8(1, 6)
  }
  volume!.writeUInt32LE(iso.length / ISO_SECTOR, 80)
  volume!.writeUInt16LE(ISO_SECTOR, 128)
  record!.write('EL TORITO SPECIFICATION', 7, 'latin1')
  record!.writeUInt32LE(CATALOGUE, 71)
  iso.set(catalogue(), CATALOGUE * ISO_SECTOR)
  return Buffer.concat([iso, sector], iso.length + ISO_SECTOR)
}

const CATALOGUE = 19

/** A validation entry whose 16-bit words sum up to zero, and an entry to boot sector 20 without emulation. */
function catalogue(): Buffer {
  const bytes = Buffer.alloc(64)
  bytes.writeUInt8(1, 0)
  bytes.writeUInt16LE(0xaa55, 30)
  bytes.writeUInt16LE(0x10000 - (1 + 0xaa55), 28)
  bytes.writeUInt8(0x88, 32)
  bytes.writeUInt16LE(1, 38)
  bytes.writeUInt32LE(CATALOGUE + 1, 40)
  return bytes
}
