/** Whose pages our own texts point to. */
const hosts: ReadonlySet<string> = new Set(['www.qemu.org', 'libvirt.org', 'cloudinit.readthedocs.io'])

/** True for an address that a person's browser may be asked to open. */
export function isExternalLink(url: string): boolean {
  const address = URL.parse(url)
  return address?.protocol === 'https:' && address.port === '' && address.username === '' && hosts.has(address.hostname)
}
