/** The snapshots of a guest. */
export const guestSnapshots = {
  what: 'A snapshot keeps all disks of a stopped guest as they are.',
  none: 'No snapshot yet',
  noneHint: 'With one, a guest can go back to where it was.',
  take: 'Take snapshot',
  takeOf: 'Take a snapshot of {name}?',
  takeHint: 'All disks are kept as they are now; the guest goes on from here.',
  name: 'Name',
  description: 'Description',
  here: 'You are here',
  since: 'changes since {name}',
  restore: 'Restore…',
  restoreOne: 'Restore snapshot {name}…',
  remove: 'Delete…',
  removeOne: 'Delete snapshot {name}…',
  ask: { restore: 'Restore snapshot {name}?', remove: 'Delete snapshot {name}?' },
  act: { restore: 'Restore snapshot', remove: 'Delete snapshot' },
  lost: 'What was written to the disks since {current} is lost.',
  removed: 'There is no way back to {name} afterwards. What the guest and other snapshots need of it is kept.'
} as const
