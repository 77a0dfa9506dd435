import { createHash } from 'node:crypto'
import type { GuestCloudInit, GuestNetwork } from '../driver'
import { allowRoot, mountDisks } from './first-boot'
import { isoImage, type IsoFile } from './iso9660'
import { sha512Crypt } from './sha512-crypt'
import { toYaml, type Yaml } from './yaml'

/** What the seed of a guest is made from. */
export interface SeedGuest {
  readonly cloud_init: GuestCloudInit
  readonly ethernet_address: string
  /** Its DNS servers are those that the guest is told. */
  readonly network?: GuestNetwork | undefined
  /** Serial numbers of its data disks, in order. */
  readonly data_disks: readonly string[]
}

/** The label by which cloud-init finds its seed; old ones know no other spelling. */
const LABEL = 'cidata'

/**
 * The disc from which a guest's cloud-init takes what to do (its NoCloud data source, which cloudbase-init on Windows
 * knows too). The same guest gives the same bytes.
 */
export async function seedImage(guest: SeedGuest): Promise<Buffer> {
  const files = Object.entries(await seedTexts(guest))
  return isoImage(
    LABEL,
    files.map(([name, text]): IsoFile => ({ name, bytes: Buffer.from(text) }))
  )
}

/** The files of the seed by name. */
export async function seedTexts(guest: SeedGuest): Promise<Readonly<Record<string, string>>> {
  const { instance_id, hostname, user_data } = guest.cloud_init
  return {
    'meta-data': toYaml({ 'instance-id': instance_id, 'local-hostname': hostname }),
    'user-data': user_data === '' ? `#cloud-config\n${toYaml(await cloudConfig(guest))}` : user_data,
    ...(guest.network?.provider === 'cloudinit' && {
      'network-config': toYaml(networkConfig(guest.network, guest.ethernet_address))
    })
  }
}

const cloudConfig = async (guest: SeedGuest): Promise<Yaml> =>
  guest.cloud_init.system === 'windows' ? windows(guest.cloud_init) : linux(guest)

/**
 * The account is the only one, and may be in the image already: a hash in `hashed_passwd` is set either way, whatever
 * the age of cloud-init. The first data disk is at the data path, the others beside it with their numbers.
 */
async function linux({ cloud_init, data_disks }: SeedGuest): Promise<Yaml> {
  const { hostname, root_enabled, admin_name, admin_secret, instance_id, ssh_keys } = cloud_init
  const isRoot = admin_name === '' || admin_name === 'root'
  const folder = cloud_init.data_path.replace(/(?<=.)\/+$/, '')
  const disks = data_disks.map((serial, index) => ({ serial, path: index === 0 ? folder : `${folder}${index + 1}` }))
  const account = {
    name: isRoot ? 'root' : admin_name,
    ...(admin_secret !== '' && {
      lock_passwd: false,
      hashed_passwd: await sha512Crypt(admin_secret, saltOf(instance_id))
    }),
    ...(!isRoot && { sudo: 'ALL=(ALL) ALL' }),
    ...(ssh_keys.length > 0 && { ssh_authorized_keys: ssh_keys })
  }
  return {
    hostname,
    disable_root: !root_enabled,
    ssh_pwauth: admin_secret !== '',
    users: [account],
    growpart: { mode: 'auto', devices: ['/'], ignore_growroot_disabled: false },
    resize_rootfs: true,
    runcmd: [
      // Where root has no password of ours, its settings in the image stay.
      ...(isRoot || !root_enabled ? [allowRoot(root_enabled)] : []),
      ...(disks.length > 0 ? [mountDisks(disks)] : [])
    ]
  }
}

/** cloudbase-init makes or changes the account; Windows hashes passwords by itself. It needs no words to grow a disk. */
const windows = ({ hostname, admin_name, admin_secret, ssh_keys }: GuestCloudInit): Yaml => ({
  set_hostname: hostname,
  users: [
    {
      name: admin_name === '' ? 'Administrator' : admin_name,
      groups: ['Administrators'],
      ...(admin_secret !== '' && { passwd: admin_secret }),
      ...(ssh_keys.length > 0 && { ssh_authorized_keys: ssh_keys })
    }
  ]
})

/** Version 2. With `set-name` the same name is meant in every distribution's own files. */
const networkConfig = ({ address, gateway, dns }: GuestNetwork, macaddress: string): Yaml => ({
  version: 2,
  ethernets: {
    eth0: {
      match: { macaddress: macaddress.toLowerCase() },
      'set-name': 'eth0',
      dhcp4: false,
      addresses: [address],
      routes: [{ to: '0.0.0.0/0', via: gateway }],
      nameservers: { addresses: dns }
    }
  }
})

/** A salt of its own for every instance, and always the same one for it. */
const saltOf = (instance: string): string =>
  createHash('sha256').update(instance).digest('base64').slice(0, 16).replaceAll('+', '.')
