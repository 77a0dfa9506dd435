import { open, rm } from 'node:fs/promises'

const CLUSTER_BITS = 16
const CLUSTER = 1 << CLUSTER_BITS
/** What one entry of the first table stands for: a cluster full of entries of 8 bytes, a cluster each. */
const BYTES_PER_ENTRY = CLUSTER * (CLUSTER / 8)

/**
 * Writes a new qcow2 file, version 3, of a disk of `size` bytes that reads as zeros. Clusters in the file: header,
 * reference table, reference counts, L1 (QEMU, docs/interop/qcow2.txt). A failure leaves no file.
 */
export async function writeEmptyQcow2(path: string, size: number): Promise<void> {
  const entries = Math.ceil(size / BYTES_PER_ENTRY)
  const clusters = 3 + Math.ceil((entries * 8) / CLUSTER)
  const head = Buffer.alloc(3 * CLUSTER)
  head.write('QFI\xfb', 'latin1')
  head.writeUInt32BE(3, 4)
  head.writeUInt32BE(CLUSTER_BITS, 20)
  head.writeBigUInt64BE(BigInt(size), 24)
  head.writeUInt32BE(entries, 36)
  head.writeBigUInt64BE(BigInt(3 * CLUSTER), 40)
  head.writeBigUInt64BE(BigInt(CLUSTER), 48)
  head.writeUInt32BE(1, 56)
  head.writeUInt32BE(4, 96) // a reference count has 2^4 bits
  head.writeUInt32BE(104, 100) // the header's own length
  head.writeBigUInt64BE(BigInt(2 * CLUSTER), CLUSTER)
  for (let cluster = 0; cluster < clusters; cluster++) head.writeUInt16BE(1, 2 * CLUSTER + 2 * cluster)

  const file = await open(path, 'wx', 0o600)
  try {
    await file.write(head)
    await file.truncate(clusters * CLUSTER)
    await file.sync()
  } catch (cause) {
    await rm(path, { force: true })
    throw cause
  } finally {
    await file.close()
  }
}
