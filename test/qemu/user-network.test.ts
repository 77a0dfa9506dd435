import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { userNetwork } from '@main/drivers/qemu/user-network'
import { ByteReader } from '../drivers/byte-reader'
import { until } from '../support/until'
import { Bench } from './qemu-rig'

const MAC = Buffer.from('00163e123456', 'hex')

test('QEMU gives the guest exactly its leased address, with its gateway and a resolver', async () => {
  const { net, host, dhcpstart, dns } = userNetwork({
    address: '172.16.3.6/24',
    gateway: '172.16.3.254',
    dns: [],
    provider: 'dhcp'
  })
  const wire = await plugInto(`user,id=net0,net=${net},host=${host},dhcpstart=${dhcpstart},dns=${dns}`)
  send(wire, discover())
  const offer = await answerTo(wire)
  const address = (at: number): string => [...offer.subarray(at, at + 4)].join('.')
  expect(address(16)).toBe('172.16.3.6')
  expect(option(offer, 1)).toBe('255.255.255.0')
  expect(option(offer, 3)).toBe('172.16.3.254')
  expect(option(offer, 6)).toBe('172.16.3.253')
})

/** A cable to a user network: QEMU's hub joins it to a socket that carries frames, each after its length. */
async function plugInto(netdev: string): Promise<Socket> {
  const socket = join((await Bench.create()).root, 'wire')
  const qemu = spawn(
    'qemu-system-x86_64',
    ['-nodefaults', '-machine', 'none', '-display', 'none'].concat(
      ['-netdev', netdev, '-netdev', `stream,id=wire,server=on,addr.type=unix,addr.path=${socket}`],
      ['-netdev', 'hubport,id=port0,hubid=0,netdev=net0', '-netdev', 'hubport,id=port1,hubid=0,netdev=wire']
    ),
    { stdio: 'ignore' }
  )
  onTestFinished(async () => {
    qemu.kill('SIGKILL')
    await once(qemu, 'exit')
  })
  return until('the network', async () => {
    const wire = connect(socket)
    return once(wire, 'connect').then(
      () => wire,
      () => undefined
    )
  })
}

function send(wire: Socket, frame: Buffer): void {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(frame.length)
  wire.write(Buffer.concat([length, frame]))
}

/** The DHCP message in the next frame to our port 68: behind Ethernet (14), IPv4 (20) and UDP (8). */
async function answerTo(wire: Socket): Promise<Buffer> {
  const reader = new ByteReader(wire)
  for (;;) {
    const frame = await reader.take(await reader.u32())
    if (frame.readUInt16BE(12) === 0x0800 && frame[23] === 17 && frame.readUInt16BE(36) === 68)
      return frame.subarray(42)
  }
}

/** RFC 2131: a guest that has nothing asks everybody. Checksums of UDP may be left out (RFC 768). */
function discover(): Buffer {
  const dhcp = Buffer.alloc(300)
  dhcp.set([1, 1, 6, 0])
  dhcp.writeUInt32BE(0x12345678, 4)
  dhcp.set(MAC, 28)
  dhcp.set([0x63, 0x82, 0x53, 0x63, 53, 1, 1, 255], 236)
  const udp = Buffer.alloc(8)
  ;[68, 67, 8 + dhcp.length].forEach((value, index) => udp.writeUInt16BE(value, 2 * index))
  const ip = Buffer.alloc(20)
  ip.set([0x45, 0])
  ip.writeUInt16BE(28 + dhcp.length, 2)
  ip.set([64, 17], 8)
  ip.fill(255, 16)
  ip.writeUInt16BE(checksum(ip), 10)
  const ethernet = Buffer.concat([Buffer.alloc(6, 255), MAC, Buffer.of(8, 0)])
  return Buffer.concat([ethernet, ip, udp, dhcp])
}

/** RFC 791: the complement of the sum of all 16-bit words. */
function checksum(bytes: Buffer): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 2) sum += bytes.readUInt16BE(at)
  return ~((sum & 0xffff) + (sum >>> 16)) & 0xffff
}

/** RFC 2132: options are a number, a length and bytes, behind the magic cookie. */
function option(dhcp: Buffer, wanted: number): string | undefined {
  for (let at = 240; dhcp[at] !== 255 && at < dhcp.length; at += 2 + dhcp[at + 1]!)
    if (dhcp[at] === wanted) return [...dhcp.subarray(at + 2, at + 2 + dhcp[at + 1]!)].join('.')
  return undefined
}
