/** The compute pools. */
export const computePools = {
  title: 'Compute pools',
  filter: 'Filter compute pools',
  shown: '{n} shown',
  none: 'No compute pool yet',
  noneHint: 'A compute pool is a set of cells that guests are placed on.',
  noResult: 'No compute pool matches',
  columns: {
    name: 'Name',
    cells: 'Cells online',
    guests: 'Guests running',
    storage: 'Storage',
    network: 'Addresses',
    failover: 'Fail-over',
    cpu: 'CPU',
    memory: 'Memory',
    forNew: 'New guests'
  },
  of: '{some} of {all}',
  local: 'On each cell',
  lan: 'From the network’s own DHCP',
  let: 'Let compute pool {name} take new guests',
  create: 'Create pool',
  form: {
    create: 'Create compute pool',
    edit: 'Edit compute pool {name}',
    action: 'Create',
    name: 'Name',
    storage: 'Storage of guests’ disks',
    storageHint: 'Can be changed only while the pool has no cells',
    network: 'Addresses of guests',
    mode: 'Network mode',
    modeHint: 'Kept for other clients; guests are on the plain network',
    modes: { plain: 'Plain', share: 'Shared', mono: 'Alone' },
    failover: 'Move guests of a lost cell to others',
    needsStorage: 'Needs storage that all cells share',
    cells: 'Cells',
    cellsHint: 'Those in no pool; it is made with all of them or not at all',
    noCells: 'Every cell is in a pool already'
  },
  removal: {
    title: 'Delete compute pool {name}?',
    body: 'It has no cells. Records of guests that could not be created in it go with it.',
    action: 'Delete pool'
  },
  cells: {
    title: 'Cells',
    none: 'No cell yet',
    add: 'Add',
    choose: 'Cells in no pool',
    noneLeft: 'Every cell is in a pool. Add a host on the page of cells first.',
    takeOut: 'Take cell {name} out'
  }
} as const
