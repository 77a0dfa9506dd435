import { DriverError } from '../driver'

/** The first four bytes of a qcow2 file. */
export const QCOW2_MAGIC = 'QFI\xfb'

/** As much of the file as a header and its extensions take: one cluster of the smallest size is the least of them. */
export const HEADER_BYTES = 4096

/** Incompatible features (QEMU docs/interop/qcow2.txt). Dirty, compression type and extended L2 tables are fine. */
const CORRUPT = 1n << 1n
const EXTERNAL_DATA = 1n << 2n
const KNOWN = 0b11111n
const DATA_FILE_EXTENSION = 0x44415441

/**
 * Reads the header of a qcow2 file (QEMU docs/interop/qcow2.txt) from its first `HEADER_BYTES` and gives its virtual
 * size in bytes. Refuses whatever would lead out of the file or cannot be read; `prefix` says of what it tells.
 */
export function readQcow2Header(bytes: Buffer, prefix = ''): number {
  const refuse = (why: string): never => {
    throw new DriverError(prefix + why)
  }
  if (bytes.length < 72) refuse('its qcow2 header is cut off')
  const version = bytes.readUInt32BE(4)
  if (version !== 2 && version !== 3) refuse(`it is qcow2 of version ${version}, and only 2 and 3 are known`)
  const backing = bytes.readBigUInt64BE(8)
  if (backing !== 0n) {
    const from = Number(backing)
    const path = bytes.toString('utf8', from, from + Math.min(bytes.readUInt32BE(16), 1023))
    refuse(`it refers to a backing file (${path})`)
  }
  const clusterBits = bytes.readUInt32BE(20)
  if (clusterBits < 9 || clusterBits > 21) refuse(`its clusters have an impossible size (2^${clusterBits})`)
  if (bytes.readUInt32BE(32) !== 0) refuse('it is encrypted')
  const size = bytes.readBigUInt64BE(24)
  if (size > BigInt(Number.MAX_SAFE_INTEGER)) refuse('its disk has an impossible size')
  if (version === 3) readFeatures(bytes, refuse)
  return Number(size)
}

function readFeatures(bytes: Buffer, refuse: (why: string) => never): void {
  if (bytes.length < 104) refuse('its qcow2 header is cut off')
  const features = bytes.readBigUInt64BE(72)
  if ((features & EXTERNAL_DATA) !== 0n) refuse('it refers to an external data file')
  if ((features & CORRUPT) !== 0n) refuse('it is marked as damaged')
  if ((features & ~KNOWN) !== 0n) refuse(`it needs features that are not known (${features.toString(2)})`)
  for (let at = bytes.readUInt32BE(100); at + 8 <= bytes.length;) {
    const [type, length] = [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)]
    if (type === 0) return
    if (type === DATA_FILE_EXTENSION) refuse('it refers to an external data file')
    at += 8 + Math.ceil(length / 8) * 8
  }
}
