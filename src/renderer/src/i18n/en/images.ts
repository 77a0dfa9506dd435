/** Disk images and media images, and their files on the way. */
export const images = {
  title: 'Images',
  kinds: { disk: 'Disk images', media: 'Media images' },
  columns: {
    name: 'Name',
    state: 'State',
    format: 'Format',
    size: 'Size',
    virtualSize: 'Virtual size',
    tags: 'Tags',
    owner: 'Owner',
    changed: 'Changed'
  },
  cards: 'Cards',
  card: '{format}, {size}',
  cardDisk: ', a disk of {size}',
  cardGuests: '{n} guest | {n} guests',
  filter: 'Filter: name, tag, owner, format',
  shown: '{n} shown',
  noResult: 'No image matches “{filter}”',
  none: { disk: 'No disk image yet', media: 'No media image yet' },
  noneHint: {
    disk: 'A disk image is what new guests are cloned from: a qcow2 file or a raw disk.',
    media: 'A media image is an ISO file, to install a system from.'
  },
  import: 'Import…',
  importFile: 'New file…',
  download: 'Download…',
  remove: 'Delete…',
  received: '{size} of a file have been received.',
  goOn: 'Choose “{file}” again to go on from there; any other file begins anew.',
  goOnElsewhere: 'A new file begins anew.',
  edit: { open: 'Edit…', title: 'Edit image “{name}”' },
  build: {
    open: 'Build from a guest…',
    title: 'Build a disk image from a guest',
    action: 'Build image',
    guest: 'Guest',
    choose: 'Choose a guest',
    noGuest: 'There is no guest',
    hint: 'Its system disk is copied. The guest has to be stopped and without snapshots.'
  },
  sync: {
    open: 'Look for files…',
    title: 'Take in files of the data folder',
    hint: 'Files that somebody has put into this folder of the data folder become images, named after them:',
    action: 'Look for files',
    nothing: 'There is no file in it',
    added: '“{name}” was taken in',
    refused: '“{file}” stays where it is: {reason}'
  },
  facts: {
    group: 'Group',
    description: 'Description',
    made: 'Made',
    guests: { disk: 'Guests from it', media: 'Inserted in' }
  },
  notTaken: 'The last file was not taken:',
  keptFormer: 'A newer file was not taken, the former one is still there:',
  dropHere: 'Drop to import',
  form: {
    title: 'Import images',
    drop: 'Drop files here, or',
    choose: 'Choose files…',
    more: 'Add files…',
    accepted: 'qcow2 without a backing file, raw disks, ISO files. What a file is, its content decides.',
    unreadable: '“{file}” cannot be read and was left out',
    unlike: '“{file}” is no {ending} inside. It can be imported as what it is, if that is what you want.',
    name: 'Name of {file}',
    kind: 'Kind of {file}',
    kinds: { disk: 'Disk', media: 'Medium' },
    leaveOut: 'Leave out {file}',
    taken: 'There is an image with this name already',
    tags: 'Tags',
    tagsHint: 'Enter or a comma ends a tag',
    description: 'Description',
    submit: 'Import {n} file | Import {n} files'
  },
  removal: {
    title: 'Delete image “{name}”?',
    body: 'Its file goes away for good: {size}, {format}.',
    noFile: 'It has no file; only its record goes away.',
    action: 'Delete image'
  },
  transfers: {
    title: 'Files on their way',
    up: 'Import {name}',
    down: 'Download {name}',
    checking: 'Checking…',
    left: '{time} left',
    done: 'Done',
    cancelled: 'Cancelled',
    cancel: 'Cancel',
    leaveTitle: 'Close while files are on their way?',
    leaveBody: 'These transfers are broken off and have to begin again:',
    leave: 'Close anyway'
  }
} as const
