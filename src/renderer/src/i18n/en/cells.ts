import type { NoMove } from '@shared/rules/migration-rules'

/** The cells and how loaded they are. */
export const cells = {
  title: 'Cells',
  filter: 'Filter cells',
  shown: '{n} shown',
  noResult: 'No cell matches',
  name: 'Name',
  state: 'State',
  driver: 'Hypervisor',
  pool: 'Pool',
  noPool: 'In no pool',
  address: 'Address',
  guests: 'Guests running',
  cpu: 'CPU',
  memory: 'Memory',
  disk: 'Disk',
  forNew: 'New guests',
  enable: 'Let cell {name} take new guests',
  accelerated: 'Hardware virtualisation ({accelerator})',
  simulated: 'Made up: nothing really runs on it',
  emulated: 'Emulated, slower ({accelerator})',
  running: '{running} of {all}',
  none: 'No cell yet',
  noneHint: 'A cell is a computer that runs guests.',
  needsPool: 'It is in no compute pool',
  can: 'Can also',
  offers: { snapshots: 'snapshots', agent: 'guest agent', storage: 'storage pools', migration: 'migration' },
  takeOut: 'Take out of pool',
  join: { choose: 'Compute pool', action: 'Put into pool' },
  forget: {
    action: 'Forget…',
    inPool: 'Take it out of its compute pool first',
    title: 'Forget host {name}?',
    body: 'Nothing on it is touched: guests on it run on, but are not seen here any more.',
    confirm: 'Forget host'
  },
  storage: {
    title: 'Volumes of guests',
    where: 'New volumes in',
    others: 'Also in',
    modes: { local: 'its own storage', nfs: 'NFS', dir: 'a shared folder', ceph: 'Ceph' },
    pools: 'Storage pools',
    attached: 'attached',
    noPools: 'None',
    change: 'Use folder',
    folder: 'Folder for new volumes',
    absolute: 'Write an absolute path',
    shared: 'Its compute pool says where volumes are'
  },
  add: {
    open: 'Add a host',
    title: 'Add a host',
    action: 'Add host',
    kind: 'What is it?',
    kinds: { qemu: 'This computer', ssh: 'A host over SSH', simulated: 'A made-up host' },
    hints: {
      qemu: 'Guests run here with QEMU',
      ssh: 'Hosts with libvirt come in a later version',
      simulated: 'To try things out: nothing really runs on it'
    },
    cores: 'Threads',
    test: 'Test the connection',
    works: 'It works: {cores} threads, {memory} of memory, {disk} of disk',
    next: 'Put it into a compute pool next'
  },
  evacuation: {
    action: 'Evacuate…',
    title: 'Move guests off cell {name}?',
    confirm: 'Move {n} guest | Move {n} guests',
    target: 'To cell',
    moves: 'One guest that is off moves. | {n} guests that are off move.',
    stay: 'One guest runs and stays: shut it down first. | {n} guests run and stay: shut them down first.',
    noGuests: 'It has no guests',
    allRun: 'All its guests run: shut them down first',
    why: {
      unable: 'The {driver} driver cannot move guests between cells',
      noSharedStorage: 'Compute pool “{pool}” has no shared storage',
      noTarget: 'No other cell of compute pool “{pool}” can take guests'
    } satisfies Record<NoMove, string>
  }
} as const
