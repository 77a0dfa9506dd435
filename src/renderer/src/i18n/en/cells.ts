/** The cells and how loaded they are. */
export const cells = {
  title: 'Cells',
  name: 'Name',
  state: 'State',
  driver: 'Hypervisor',
  pool: 'Pool',
  guests: 'Guests',
  cpu: 'CPU',
  memory: 'Memory',
  disk: 'Disk',
  forNew: 'New guests',
  enable: 'Let cell {name} take new guests',
  accelerated: 'Hardware virtualisation ({accelerator})',
  emulated: 'Emulated, slower ({accelerator})',
  running: '{running} of {all} running',
  none: 'No cell yet',
  noneHint: 'A cell is a computer that runs guests.'
} as const
