import type { StoragePool } from '../contract/storage-pool'

const isAbsolute = (path: string): boolean => /^(\/|[A-Za-z]:[\\/])/.test(path) && !/(^|[\\/])\.\.([\\/]|$)/.test(path)

/** What is wrong with a storage pool, and why. */
export interface StorageProblem {
  readonly wrong: 'host' | 'target'
  readonly reason: string
}

/** Why a storage pool cannot be like that (api/semantics 2.3); undefined when it can. */
export function problemOfStorage({ type, host, target }: Omit<StoragePool, 'name'>): StorageProblem | undefined {
  if (type === 'nfs' && !/^[^\s/]+$/.test(host))
    return { wrong: 'host', reason: 'the host that exports the folder is needed, without blanks' }
  if (type !== 'ceph' && !isAbsolute(target))
    return { wrong: 'target', reason: `"${target}" must be an absolute path without ".."` }
  return undefined
}
