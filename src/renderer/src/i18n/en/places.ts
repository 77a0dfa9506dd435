/** What the pages of pools and cells have in common. */
export const places = {
  edit: 'Edit…',
  remove: 'Delete…',
  save: 'Save',
  enable: 'Enable',
  disable: 'Disable',
  on: 'on',
  off: 'off',
  guests: 'Guests',
  dashboard: 'Dashboard',
  load: 'Load now',
  usedBy: 'Used by',
  notUsed: 'No compute pool',
  nameTaken: 'This name is taken',
  threads: '{percent} of {n} thread | {percent} of {n} threads',
  readWrite: 'Read, written',
  inOut: 'Received, sent',
  pair: '{first}, {second}'
} as const
