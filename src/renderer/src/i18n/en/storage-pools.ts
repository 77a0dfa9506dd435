import type { StorageProblem } from '@shared/rules/storage-rules'

/** The storage pools. */
export const storagePools = {
  title: 'Storage pools',
  filter: 'Filter storage pools',
  shown: '{n} shown',
  none: 'No storage pool yet',
  noneHint: 'A storage pool is a place for disks that all cells of a compute pool reach.',
  noResult: 'No storage pool matches',
  create: 'Create pool',
  columns: { name: 'Name', type: 'Type', host: 'Host', target: 'Target', usedBy: 'Used by' },
  types: { nfs: 'NFS export', dir: 'Folder on every cell', ceph: 'Ceph pool' },
  form: {
    create: 'Create storage pool',
    edit: 'Edit storage pool {name}',
    action: 'Create',
    host: 'Host that exports it',
    cluster: 'Host of the cluster',
    hostExample: 'nas.example.org',
    nfs: 'Exported folder',
    dir: 'Folder',
    ceph: 'Pool of the cluster',
    dirHint: 'The same path on every cell, such as a mount of your own',
    later: 'Nothing is mounted before a compute pool uses it',
    noCeph: 'No hypervisor can use Ceph yet'
  },
  wrong: {
    host: 'Name the host, without blanks and slashes',
    target: 'Write an absolute path without “..”'
  } satisfies Record<StorageProblem['wrong'], string>,
  removal: {
    title: 'Delete storage pool {name}?',
    body: 'Only its record goes away. What is at {target} stays.',
    action: 'Delete pool'
  },
  cells: {
    title: 'On the cells',
    attached: 'Attached',
    none: 'No cell has it',
    silent: 'Does not answer',
    absent: 'Not attached'
  }
} as const
