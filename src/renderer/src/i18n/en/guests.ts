/** Guests, wherever they are shown: what they are, what can be done to them and what came of it. */
export const guests = {
  title: 'Guests',
  openConsole: 'Open console',
  openPage: 'Open page',
  moreActions: 'More actions',
  actions: {
    start: 'Start',
    shutDown: 'Shut down',
    reboot: 'Reboot',
    reset: 'Reset…',
    forceOff: 'Force off…',
    remove: 'Delete…',
    clearAway: 'Clear away'
  },
  run: {
    start: 'Start {what}',
    shutDown: 'Shut down {what}',
    reboot: 'Reboot {what}',
    reset: 'Reset {what}',
    forceOff: 'Force off {what}',
    remove: 'Delete {what}',
    many: '{n} guest | {n} guests',
    progress: '{done} / {all}',
    failed: '{n} failed',
    refused: '{n} left out',
    retry: 'Retry failed',
    stop: 'Stop',
    stopped: 'stopped',
    andMore: 'and {n} more'
  },
  ask: {
    reset: 'Reset {what}?',
    forceOff: 'Force off {what}?',
    powerLoss: 'This is like pulling the plug: what a guest has not written to its disk is lost.',
    remove: 'Delete {what}?',
    gone: 'These disks go away for good:',
    systemDisk: 'System disk, {size}',
    disk: 'Disk {n}, {size}',
    nothing: 'Nothing but the record of its failure',
    force: 'Force it off first | Force {n} running guests off first',
    running: 'It is running, so it cannot be deleted | They are running, so they stay: {n} guests',
    lost: 'Its cell does not answer, so it stays | Their cells do not answer, so they stay: {n} guests'
  },
  facts: {
    size: 'Size',
    sizeOf: '{cores} vCPU, {memory}, {disk}',
    place: 'Place',
    placeOf: '{pool}, {cell}',
    address: 'Address',
    mac: 'MAC',
    system: 'Devices for',
    image: 'From image',
    medium: 'In the drive',
    autoStart: 'Auto start',
    autoStartOn: 'with its cell',
    autoStartOff: 'off',
    uptime: 'Running for',
    created: 'Created',
    createdBy: '{time} by {owner}'
  },
  usage: { title: 'Use in the last 10 minutes', cpu: 'CPU', memory: 'Memory', disk: 'Disk', network: 'Network' }
} as const
