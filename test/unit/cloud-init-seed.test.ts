import fc from 'fast-check'
import { parse } from 'yaml'
import { describe, expect, test } from 'vitest'
import { seedImage, seedTexts, type SeedGuest } from '@main/drivers/cloud-init/seed'
import { sha512Crypt } from '@main/drivers/cloud-init/sha512-crypt'
import { toYaml, type Yaml } from '@main/drivers/cloud-init/yaml'
import type { GuestCloudInit } from '@main/drivers/driver'
import { odd } from '../drivers/conformance-parts'
import { readIso } from '../support/read-iso'

const cloud_init: GuestCloudInit = {
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
const guestOf = (more: Partial<GuestCloudInit> = {}, rest: Partial<SeedGuest> = {}): SeedGuest => ({
  cloud_init: { ...cloud_init, ...more },
  ethernet_address: '00:16:3E:12:34:56',
  data_disks: [],
  ...rest
})

interface CloudConfig {
  readonly hostname: string
  readonly users: readonly Readonly<Record<string, unknown>>[]
  readonly runcmd: readonly (readonly string[])[]
}

/** The cloud-config of a seed, as cloud-init's reader (YAML 1.1) has it. */
async function configOf(guest: SeedGuest): Promise<CloudConfig> {
  const text = (await seedTexts(guest))['user-data'] ?? ''
  expect(text.startsWith('#cloud-config\n')).toBe(true)
  return parse(text, { version: '1.1' }) as CloudConfig
}

describe('YAML', () => {
  const texts = fc.string({ unit: 'binary' })
  const values = fc.letrec<{ value: Yaml }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      texts,
      fc.integer(),
      fc.boolean(),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom('name', 'users', 'set-name', 'lock_passwd'), tie('value'))
    )
  })).value

  test.each(['1.1', '1.2'] as const)('reads back as it was, whatever the texts, as version %s', (version) => {
    fc.assert(
      fc.property(values, (value) => {
        expect(parse(toYaml(value), { version })).toEqual(JSON.parse(JSON.stringify(value, wellFormed)))
      })
    )
  })

  test('is plain ASCII, one line per value', () => {
    expect(toYaml({ name: 'é\u2028🖥\x7f\n"\\', list: [{ to: 'no', via: '1e3' }, []], none: {} })).toBe(
      [
        String.raw`name: "\u00e9\u2028\U0001f5a5\u007f\u000a\"\\"`,
        'list:',
        '  - to: "no"',
        '    via: "1e3"',
        '  - []',
        'none: {}',
        ''
      ].join('\n')
    )
  })
})

const wellFormed = (_key: string, value: unknown): unknown => (typeof value === 'string' ? value.toWellFormed() : value)

describe('a hash of a password', () => {
  // As `openssl passwd -6` makes them.
  test.each([
    [
      'Hello world!',
      'saltstring',
      '$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1'
    ],
    [
      'pä:ss"1',
      '0123456789abcdef',
      '$6$0123456789abcdef$ZOH1S86PwuMTaqs9QJ29Fbde4SqApFqFzbZoyYWDOLIc8udDvEPyKjPP8CS9DYF1I2qQTgWHls5jeUfFyMlRD1'
    ],
    [
      'x'.repeat(130),
      'a./Z09',
      '$6$a./Z09$01AQ5rFOVp1mQeXOgW0Fdo8XpW3P.vqGCCZyd5JZsy3UuO62LNJr8VUS90QlOO9/yV8lIWWi0OA.CMxSkjVZF1'
    ]
  ])('of %j is that of every crypt(3)', async (password, salt, hash) => {
    expect(await sha512Crypt(password, salt)).toBe(hash)
  })
})

describe('the seed of a guest', () => {
  test('names the instance and its host', async () => {
    const texts = await seedTexts(guestOf())
    expect(parse(texts['meta-data'] ?? '')).toEqual({ 'instance-id': 'i-1', 'local-hostname': 'web-1' })
    expect(Object.keys(texts)).toEqual(['meta-data', 'user-data'])
  })

  test('gives root the secret as a hash, and lets it in', async () => {
    const config = await configOf(guestOf())
    expect(config).toMatchObject({ hostname: 'web-1', disable_root: false, ssh_pwauth: true })
    const [account, ...others] = config.users
    expect(account).toMatchObject({ name: 'root', lock_passwd: false })
    expect(others).toEqual([])
    const hash = String(account?.['hashed_passwd'])
    expect(hash).toBe(await sha512Crypt('Sample-1', hash.split('$')[2] ?? ''))
    expect(config.runcmd.map((command) => command.at(-1))).toEqual(['yes'])
  })

  test('makes another account that may do everything, with its keys', async () => {
    const ssh_keys = ['ssh-ed25519 AAAA a@b', 'ssh-rsa BBBB "c"']
    const config = await configOf(guestOf({ admin_name: 'nina', root_enabled: false, ssh_keys }))
    expect(config).toMatchObject({ disable_root: true })
    expect(config.users).toMatchObject([{ name: 'nina', sudo: 'ALL=(ALL) ALL', ssh_authorized_keys: ssh_keys }])
    expect(config.runcmd.map((command) => command.at(-1))).toEqual(['no'])
    expect((await configOf(guestOf({ admin_name: 'nina' }))).runcmd).toEqual([])
  })

  test('sets no password where there is none', async () => {
    const config = await configOf(guestOf({ admin_secret: '' }))
    expect(config.users).toEqual([{ name: 'root' }])
    expect(config).toMatchObject({ ssh_pwauth: false })
  })

  test('grows the system and mounts the data disks by their serial numbers', async () => {
    const data_disks = ['disk1', 'disk2', 'disk3']
    const config = await configOf(guestOf({ data_path: '/srv/data//' }, { data_disks }))
    expect(config).toMatchObject({ growpart: { mode: 'auto', devices: ['/'] }, resize_rootfs: true })
    expect(config.runcmd.at(-1)?.slice(4)).toEqual(['disk1', '/srv/data', 'disk2', '/srv/data2', 'disk3', '/srv/data3'])
  })

  test.each(Object.entries(odd))('keeps %s in its place', async (_what, text) => {
    const config = await configOf(guestOf({ hostname: text, admin_name: text, ssh_keys: [text], data_path: text }))
    expect(config).toMatchObject({ hostname: text, users: [{ name: text, ssh_authorized_keys: [text] }] })
  })

  test('has an address only where cloud-init gives it', async () => {
    const network = { address: '10.20.30.44/24', gateway: '10.20.30.1', dns: ['10.20.30.254'] }
    const dhcp = await seedTexts(guestOf({}, { network: { ...network, provider: 'dhcp' } }))
    expect(dhcp).not.toHaveProperty('network-config')
    const texts = await seedTexts(guestOf({}, { network: { ...network, provider: 'cloudinit' } }))
    expect(parse(texts['network-config'] ?? '')).toEqual({
      version: 2,
      ethernets: {
        eth0: {
          match: { macaddress: '00:16:3e:12:34:56' },
          'set-name': 'eth0',
          dhcp4: false,
          addresses: ['10.20.30.44/24'],
          routes: [{ to: '0.0.0.0/0', via: '10.20.30.1' }],
          nameservers: { addresses: ['10.20.30.254'] }
        }
      }
    })
  })

  test('leaves user-data of somebody’s own alone', async () => {
    const user_data = '#!/bin/sh\r\necho "é"'
    const texts = await seedTexts(guestOf({ user_data }))
    expect(texts['user-data']).toBe(user_data)
    expect(texts['meta-data']).toContain('i-1')
  })

  test('of Windows has an administrator with the secret as it is', async () => {
    const config = await configOf(guestOf({ system: 'windows', admin_name: '' }))
    expect(config).toEqual({
      set_hostname: 'web-1',
      users: [{ name: 'Administrator', groups: ['Administrators'], passwd: 'Sample-1' }]
    })
  })

  test('is a disc that cloud-init finds by its label, the same each time, with no secret in clear', async () => {
    const image = await seedImage(guestOf())
    const { label, files } = readIso(image)
    expect(label).toBe('cidata')
    expect(Object.fromEntries(files.map(({ name, bytes }) => [name, bytes.toString()]))).toEqual(
      await seedTexts(guestOf())
    )
    expect(image.includes('Sample-1')).toBe(false)
    expect((await seedImage(guestOf())).equals(image)).toBe(true)
    expect((await seedImage(guestOf({ instance_id: 'i-2' }))).equals(image)).toBe(false)
  })
})
