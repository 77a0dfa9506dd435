import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DriverError, type ImageFacts } from '@main/drivers/driver'
import { readFacts } from '@main/drivers/qemu/inspect-image'

const MiB = 1 << 20
let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'inspect-'))))
afterAll(() => rm(folder, { recursive: true }))

async function inspect(bytes: Buffer | string, size?: number): Promise<ImageFacts> {
  const path = join(folder, 'image, "odd" 字.img')
  const content = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes
  await writeFile(path, Buffer.concat([content], size ?? content.length))
  return readFacts(path)
}

async function refusalOf(bytes: Buffer | string, size?: number): Promise<string> {
  const error: unknown = await inspect(bytes, size).catch((cause: unknown) => cause)
  expect(error).toBeInstanceOf(DriverError)
  return (error as DriverError).message
}

/** A header of version 3 without extensions (QEMU docs/interop/qcow2.txt). */
function qcow2(change: (header: Buffer) => void = () => {}): Buffer {
  const header = Buffer.alloc(4096)
  header.write('QFI\xfb', 'latin1')
  header.writeUInt32BE(3, 4)
  header.writeUInt32BE(16, 20)
  header.writeBigUInt64BE(BigInt(7 * MiB), 24)
  header.writeUInt32BE(104, 100)
  change(header)
  return header
}

describe('a qcow2 file', () => {
  test.each([2, 3])('of version %i has the size of its disk', async (version) => {
    const bytes = qcow2((header) => header.writeUInt32BE(version, 4))
    expect(await inspect(bytes)).toEqual({ format: 'qcow2', virtual_size: 7 * MiB })
  })

  test('that was not closed in order, or has newer but harmless features, is taken', async () => {
    expect(await inspect(qcow2((header) => header.writeBigUInt64BE(0b11001n, 72)))).toMatchObject({ format: 'qcow2' })
  })

  test.each<[string, (header: Buffer) => void, string]>([
    [
      'a backing file',
      (header) => {
        header.writeBigUInt64BE(1024n, 8)
        header.writeUInt32BE(11, 16)
        header.write('/etc/shadow', 1024)
      },
      'it refers to a backing file (/etc/shadow)'
    ],
    [
      'a backing file somewhere else',
      (header) => header.writeBigUInt64BE(2n ** 63n, 8),
      'it refers to a backing file ()'
    ],
    ['an external data file', (header) => header.writeBigUInt64BE(4n, 72), 'it refers to an external data file'],
    [
      'the name of a data file',
      (header) => {
        header.writeUInt32BE(0xe2792aca, 104)
        header.writeUInt32BE(5, 108)
        header.writeUInt32BE(0x44415441, 120)
      },
      'it refers to an external data file'
    ],
    ['encryption', (header) => header.writeUInt32BE(2, 32), 'it is encrypted'],
    ['a mark of damage', (header) => header.writeBigUInt64BE(2n, 72), 'it is marked as damaged'],
    ['a feature of the future', (header) => header.writeBigUInt64BE(1n << 40n, 72), 'it needs features that are not'],
    ['version 1', (header) => header.writeUInt32BE(1, 4), 'it is qcow2 of version 1'],
    ['version 4', (header) => header.writeUInt32BE(4, 4), 'it is qcow2 of version 4'],
    ['impossible clusters', (header) => header.writeUInt32BE(40, 20), 'its clusters have an impossible size'],
    ['an impossible size', (header) => header.writeBigUInt64BE(2n ** 63n, 24), 'its disk has an impossible size']
  ])('with %s is refused', async (_what, change, why) => {
    expect(await refusalOf(qcow2(change))).toContain(why)
  })

  test('that ends in its header is refused', async () => {
    for (const length of [4, 71, 72, 103])
      expect(await refusalOf(qcow2().subarray(0, length))).toContain('its qcow2 header is cut off')
  })
})

describe('an ISO', () => {
  const iso = (sectors: number): Buffer => {
    const bytes = Buffer.alloc(17 * 2048)
    bytes.writeUInt8(1, 16 * 2048)
    bytes.write('CD001', 16 * 2048 + 1, 'latin1')
    bytes.writeUInt32LE(sectors, 16 * 2048 + 80)
    return bytes
  }

  test('is as large as its file, whatever its first sector says', async () => {
    const hybrid = iso(17)
    hybrid.writeUInt16LE(0xaa55, 510)
    expect(await inspect(hybrid, 40_000)).toEqual({ format: 'iso', virtual_size: 40_000 })
  })

  test('that was not received whole is refused', async () => {
    expect(await refusalOf(iso(1000))).toContain('cut off, 34 KiB of the 2 MiB')
  })
})

describe('other bytes', () => {
  test('are a disk, sector by sector', async () => {
    expect(await inspect('\xeb\x3c\x90 anything', 512 * 5)).toEqual({ format: 'raw', virtual_size: 512 * 5 })
    expect(await inspect(Buffer.alloc(MiB))).toEqual({ format: 'raw', virtual_size: MiB })
  })

  test.each([
    ['KDMV', 'a VMDK file'],
    ['# Disk DescriptorFile\nversion=1', 'a VMDK file'],
    ['<<< Oracle VM VirtualBox Disk Image >>>'.padEnd(64, '\0') + '\x7f\x10\xda\xbe', 'a VDI file'],
    ['vhdxfile', 'a VHDX file'],
    ['conectix', 'a VHD file'],
    ['\x1f\x8b\x08', 'compressed with gzip'],
    ['\xfd7zXZ\0', 'compressed with xz'],
    ['\x28\xb5\x2f\xfd', 'compressed with zstd'],
    ['BZh9', 'compressed with bzip2'],
    ['PK\x03\x04', 'a zip archive'],
    ['disk.ovf'.padEnd(257, '\0') + 'ustar', 'a tar archive (perhaps an OVA)'],
    ['\xef\xbb\xbf\n<!DOCTYPE html><title>404</title>', 'a web page'],
    ['<html>', 'a web page'],
    ['<?xml version="1.0"?>', 'an XML document']
  ])('that begin with %j are refused as %s', async (bytes, name) => {
    expect(await refusalOf(bytes, 2048)).toContain(`it is ${name}`)
  })

  test('that end as a fixed VHD are refused', async () => {
    expect(await refusalOf(Buffer.concat([Buffer.alloc(1024), Buffer.from('conectix'.padEnd(512, '\0'))]))).toContain(
      'VHD'
    )
  })

  test('that are no whole sectors, or none at all, are refused', async () => {
    expect(await refusalOf('text', 1000)).toContain('no qcow2 file, no ISO image, and no raw disk')
    expect(await refusalOf('')).toContain('empty')
  })

  test('that are not there, are named, and what is no file is refused', async () => {
    await symlink('nowhere', join(folder, 'dangling'))
    for (const path of [join(folder, 'absent'), join(folder, 'dangling')]) {
      const error: unknown = await readFacts(path).catch((cause: unknown) => cause)
      expect(error).toBeInstanceOf(DriverError)
      expect((error as DriverError).message).toContain(path)
    }
    await expect(readFacts(folder)).rejects.toThrow('it is no regular file')
  })
})
