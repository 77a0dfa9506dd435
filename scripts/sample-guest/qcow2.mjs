/** The smallest cluster there is, so that a small disk makes a small file. */
const CLUSTER_BITS = 9
const CLUSTER = 1 << CLUSTER_BITS
/** Marks a cluster that only this disk uses, and may write in place. */
const COPIED = 1n << 63n

/**
 * A qcow2 image, version 3, of a disk of `size` bytes that begins with `content`; the rest reads as zeros and takes
 * no room. Clusters in the file: header, reference table, reference counts, L1, L2, content (QEMU, docs/interop/qcow2.txt).
 * @param {Buffer} content At most 64 clusters, which is what one L2 table can point to.
 * @param {number} size
 * @returns {Buffer}
 */
export function qcow2(content, size) {
  const at = { table: 1 * CLUSTER, counts: 2 * CLUSTER, l1: 3 * CLUSTER, l2: 4 * CLUSTER, content: 5 * CLUSTER }
  const clusters = Math.ceil(content.length / CLUSTER)
  const image = Buffer.alloc(at.content + clusters * CLUSTER)

  image.write('QFI\xfb', 'latin1')
  image.writeUInt32BE(3, 4)
  image.writeUInt32BE(CLUSTER_BITS, 20)
  image.writeBigUInt64BE(BigInt(size), 24)
  image.writeUInt32BE(Math.ceil(size / (CLUSTER * (CLUSTER / 8))), 36)
  image.writeBigUInt64BE(BigInt(at.l1), 40)
  image.writeBigUInt64BE(BigInt(at.table), 48)
  image.writeUInt32BE(1, 56)
  image.writeUInt32BE(4, 96) // a reference count has 2^4 bits
  image.writeUInt32BE(104, 100) // the header's own length

  image.writeBigUInt64BE(BigInt(at.counts), at.table)
  image.writeBigUInt64BE(BigInt(at.l2) | COPIED, at.l1)
  for (let cluster = 0; cluster < clusters; cluster++)
    image.writeBigUInt64BE(BigInt(at.content + cluster * CLUSTER) | COPIED, at.l2 + 8 * cluster)
  for (let cluster = 0; cluster < image.length / CLUSTER; cluster++) image.writeUInt16BE(1, at.counts + 2 * cluster)
  content.copy(image, at.content)
  return image
}
