/** The cells and how loaded they are. */
export const cells = {
  title: 'Cells',
  name: 'Name',
  state: 'State',
  driver: 'Hypervisor',
  pool: 'Pool',
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
  noneHint: 'A cell is a computer that runs guests.'
} as const
