const HOSTS_PER_NET = 254
const HOST_NETS = 64 * 256

/** An address of the form 10.0-63.x.y; hosts with seeds in a row are neighbours. */
export function hostAddress(seed: number): string {
  const place = ((seed % (HOST_NETS * HOSTS_PER_NET)) + HOST_NETS * HOSTS_PER_NET) % (HOST_NETS * HOSTS_PER_NET)
  const net = Math.floor(place / HOSTS_PER_NET)
  return `10.${net >> 8}.${net & 255}.${1 + (place % HOSTS_PER_NET)}`
}

/** The `index`th of the addresses 10.64-255.x.y, unique for the first twelve million. */
export function guestAddress(index: number): string {
  const net = Math.floor(index / HOSTS_PER_NET) % (192 * 256)
  return `10.${64 + (net >> 8)}.${net & 255}.${1 + (index % HOSTS_PER_NET)}`
}

/** The address pool that has all of those. */
export const guestNetwork = {
  name: 'demo',
  gateway: '10.0.0.1',
  dns: ['10.0.0.1'],
  start: '10.64.0.1',
  end: '10.255.255.254',
  netmask: '255.0.0.0'
} as const
