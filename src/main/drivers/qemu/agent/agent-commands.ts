/** The commands we give, with what they take and answer: the parts we use of QEMU's own qga/qapi-schema.json. */
export interface AgentCommands {
  'guest-sync-delimited': { args: { id: number }; result: number }
  'guest-network-get-interfaces': { args: object; result: readonly GuestInterface[] }
  'guest-get-fsinfo': { args: object; result: readonly GuestFileSystem[] }
  /** The password is in base64. */
  'guest-set-user-password': { args: { username: string; password: string; crypted: boolean }; result: object }
  /** Has no answer if it works. */
  'guest-shutdown': { args: { mode: 'powerdown' }; result: never }
}

export interface GuestInterface {
  readonly name: string
  readonly 'ip-addresses'?: readonly { readonly 'ip-address-type': 'ipv4' | 'ipv6'; readonly 'ip-address': string }[]
  readonly statistics?: { readonly 'rx-bytes': number; readonly 'tx-bytes': number }
}

/** Sizes in bytes; old agents do not tell them. */
export interface GuestFileSystem {
  readonly name: string
  readonly 'used-bytes'?: number
  readonly 'total-bytes'?: number
}
