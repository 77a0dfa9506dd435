import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { systemVersions, type Devices } from '@shared/rules/system-versions'
import { DriverError, type GuestSpec } from '@main/drivers/driver'
import { buses } from '@main/drivers/qemu/disk-devices'
import { qemuCommandLine, type Start } from '@main/drivers/qemu/qemu-command-line'
import { userNetwork } from '@main/drivers/qemu/user-network'
import { odd, specOf } from '../drivers/conformance-parts'

const id = '3f2b8c1e-0d4a-4c55-9b1e-6a7c8d9e0f10'
const spec = specOf({
  id,
  name: 'web-1',
  cores: 2,
  memory: 2 ** 30,
  ethernet_address: '00:16:3e:12:34:56',
  network: { address: '172.16.3.6/24', gateway: '172.16.3.254', dns: ['9.9.9.9'], provider: 'dhcp' as const }
})
const start = (more: Partial<GuestSpec> = {}, rest: Partial<Start> = {}): Start => ({
  spec: { ...spec, ...more },
  disks: [`${id}_sys.qcow2`, `${id}_0.qcow2`],
  acceleration: { accelerator: 'kvm', cpu_model: 'host' },
  sharesClipboard: true,
  platform: 'linux',
  ...rest
})

const inside: Partial<GuestSpec> = {
  modules: ['qemu', 'cloud-init'],
  ports: [
    { protocol: 'tcp', host: 2222, guest: 22 },
    { protocol: 'udp', host: 5353, guest: 53 }
  ],
  cloud_init: {
    instance_id: 'i-1',
    hostname: 'web-1',
    system: 'linux',
    root_enabled: true,
    admin_name: 'root',
    admin_secret: 'Sample-1',
    data_path: '/opt/data',
    ssh_keys: [],
    user_data: ''
  }
}

/** One option per line. */
const lines = (args: readonly string[]): string =>
  args.map((arg, index) => (index === 0 ? arg : arg.startsWith('-') ? `\n${arg}` : ` ${arg}`)).join('') + '\n'

describe('the command line', () => {
  test.each(Object.keys(systemVersions) as (keyof typeof systemVersions)[])(
    'of a guest of %s is as it was',
    (version) => {
      const args = qemuCommandLine(start({ devices: systemVersions[version].devices }))
      return expect(lines(args)).toMatchFileSnapshot(resolve(`test/golden/qemu-${version}.txt`))
    }
  )

  test('has no channel for a clipboard where QEMU cannot share one, or the guest has no agent', () => {
    const channel = expect.stringContaining('com.redhat.spice.0')
    expect(qemuCommandLine(start(inside))).toContainEqual(channel)
    expect(qemuCommandLine(start(inside, { sharesClipboard: false }))).not.toContainEqual(channel)
    expect(qemuCommandLine(start())).not.toContainEqual(channel)
  })

  test('of a start from a medium, without an accelerator, on another platform, is as it was', () => {
    const acceleration = { accelerator: 'tcg', cpu_model: 'max,la57=off' }
    const args = qemuCommandLine(start({}, { acceleration, platform: 'darwin', media: '/images/a, "b".iso' }))
    return expect(lines(args)).toMatchFileSnapshot(resolve('test/golden/qemu-media.txt'))
  })

  test.each<[string, Partial<Devices>]>([
    ['cirrus', { display: 'cirrus', usb: '', tablet: 'usb' }],
    ['qxl', { display: 'qxl', usb: 'nec-xhci', tablet: '' }],
    ['virtio', { display: 'virtio', usb: '', tablet: 'virtio' }],
    ['none', { display: 'none', usb: 'nec-xhci', tablet: 'virtio' }]
  ])('of a guest with other devices is as it was: display %s', (display, more) => {
    const args = qemuCommandLine(start({ devices: { ...spec.devices, ...more } }))
    return expect(lines(args)).toMatchFileSnapshot(resolve(`test/golden/qemu-display-${display}.txt`))
  })

  test.each(Object.keys(buses) as (keyof typeof buses)[])(
    'of a guest with cloud-init, an agent and forwarded ports is as it was: %s',
    (disk_bus) => {
      const args = qemuCommandLine(start({ ...inside, devices: { ...spec.devices, disk_bus } }))
      return expect(lines(args)).toMatchFileSnapshot(resolve(`test/golden/qemu-inside-${disk_bus}.txt`))
    }
  )

  test.each(Object.keys(buses) as (keyof typeof buses)[])('plugs nothing in where something is: %s', (disk_bus) => {
    for (let count = 1; count <= buses[disk_bus].disks; count++) {
      const disks = Array.from({ length: count }, (_, index) => `${index}.qcow2`)
      const args = qemuCommandLine(start({ ...inside, devices: { ...spec.devices, disk_bus } }, { disks }))
      const places = args.flatMap(
        (arg) => /^(?:scsi|ide)-(?:hd|cd),(bus=[^,]*(?:,(?:unit|scsi-id)=\d+)?)/.exec(arg)?.[1] ?? []
      )
      expect(new Set(places).size).toBe(count + 2)
    }
  })

  test.each(Object.entries(odd))('keeps a name and a path with %s in their places', (_what, text) => {
    const plain = qemuCommandLine(start({ name: 'plain' }, { media: '/plain' }))
    const args = qemuCommandLine(start({ name: text }, { media: `/${text}` }))
    const name = args.indexOf('-name') + 1
    expect(args[name]).toMatch(/^guest=([^,\p{Cc}]|,,)*$/u)
    const medium = plain.findIndex((arg) => arg.includes('/plain'))
    expect(JSON.parse(args[medium] ?? '')).toMatchObject({ file: { driver: 'file', filename: `/${text}` } })
    expect(args.with(name, '').with(medium, '')).toEqual(plain.with(name, '').with(medium, ''))
  })

  test('writes the commas of every value twice', () => {
    const args = qemuCommandLine(start({ ethernet_address: '00:16:3e:12:34:56,id=evil' }))
    expect(args.join(' ')).toContain('mac=00:16:3e:12:34:56,,id=evil,')
  })

  test('has no uuid where the id is none', () => {
    expect(qemuCommandLine(start({ id: 'plain' }))).not.toContain('-uuid')
  })
})

describe('a leased address', () => {
  const lease = (address: string, gateway = '10.0.0.1') => ({ address, gateway, dns: [], provider: 'dhcp' as const })

  test('is the first that the user network gives away', () => {
    expect(userNetwork(lease('10.0.0.77/24'))).toEqual({
      net: '10.0.0.0/24',
      host: '10.0.0.1',
      dhcpstart: '10.0.0.77',
      dns: '10.0.0.254'
    })
  })

  test.each([
    ['10.0.0.254/24', '10.0.0.1', '10.0.0.253'],
    ['10.0.0.253/24', '10.0.0.254', '10.0.0.252'],
    ['10.0.0.5/29', '10.0.0.6', '10.0.0.4'],
    ['223.255.255.9/8', '223.0.0.1', '223.255.255.254']
  ])('of %s with gateway %s leaves %s for the resolver', (address, gateway, dns) => {
    expect(userNetwork(lease(address, gateway))).toMatchObject({ dns })
  })

  test('is not needed', () => {
    expect(userNetwork(undefined)).toEqual({})
  })

  test.each([
    ['10.0.0.5', '10.0.0.1'],
    ['10.0.0.5/30', '10.0.0.6'],
    ['10.0.0.5/33', '10.0.0.1'],
    ['10.0.0.256/24', '10.0.0.1'],
    ['10.0.0.5/24', 'fe80::1'],
    ['10.0.0.5/24', '10.0.1.1'],
    ['10.0.0.5/24', '10.0.0.5'],
    ['10.0.0.5,id=x/24', '10.0.0.1']
  ])('of %s with gateway %s is refused by name', (address, gateway) => {
    expect(() => userNetwork(lease(address, gateway))).toThrow(DriverError)
    expect(() => userNetwork(lease(address, gateway))).toThrow(address.split('/')[0])
  })
})
