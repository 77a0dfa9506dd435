import type { StoragePool } from '../contract/storage-pool'

const isAbsolute = (path: string): boolean => /^(\/|[A-Za-z]:[\\/])/.test(path) && !/(^|[\\/])\.\.([\\/]|$)/.test(path)

/** Why a storage pool cannot be like that (api/semantics 2.3); undefined when it can. */
export function problemOfStorage({ type, host, target }: Omit<StoragePool, 'name'>): string | undefined {
  if (type === 'nfs' && !/^[^\s/]+$/.test(host)) return 'the host that exports the folder is needed, without blanks'
  if (type !== 'ceph' && !isAbsolute(target)) return `"${target}" must be an absolute path without ".."`
  return undefined
}
