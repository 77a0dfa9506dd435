const DISK = 1 << 20
const SIGNATURE_AT = 510

/** Draws a picture in 320 x 200 points (mode 13h) for each key (INT 16h); after an `r`, one after the other. */
const code = [
  ...[0xb8, 0x13, 0x00, 0xcd, 0x10], //         mov ax, 13h; int 10h
  ...[0xb8, 0x00, 0xa0, 0x8e, 0xc0], //         mov ax, a000h; mov es, ax
  ...[0x31, 0xdb, 0x31, 0xf6], //               xor bx, bx; xor si, si
  ...[0x31, 0xff, 0xb9, 0x00, 0xfa], //   draw: xor di, di; mov cx, 64000
  ...[0x89, 0xf8, 0x00, 0xe0, 0x00, 0xd8], // dot: mov ax, di; add al, ah; add al, bl
  ...[0xaa, 0xe2, 0xf7], //                     stosb; loop dot
  ...[0x43, 0x85, 0xf6, 0x75, 0xed], //         inc bx; test si, si; jnz draw
  ...[0x31, 0xc0, 0xcd, 0x16], //               xor ax, ax; int 16h
  ...[0x3c, 0x72, 0x75, 0xe5], //               cmp al, 'r'; jne draw
  ...[0x46, 0xeb, 0xe2] //                      inc si; jmp draw
]

/** The disk of a guest whose whole screen changes, when it is told or all the time. */
export function repainterDisk(): Buffer {
  const disk = Buffer.alloc(DISK)
  disk.set(code)
  disk.writeUInt16LE(0xaa55, SIGNATURE_AT)
  return disk
}
