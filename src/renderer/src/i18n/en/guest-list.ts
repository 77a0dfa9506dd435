/** The list of guests. */
export const guestList = {
  create: 'Create guest',
  none: 'No guest yet',
  noneHint: 'A guest is a virtual machine. From an image it is ready in seconds.',
  noResult: 'No guest matches “{filter}”',
  shown: '{n} shown',
  panel: 'Side panel',
  columns: {
    name: 'Name',
    state: 'State',
    cpu: 'CPU',
    memory: 'Memory',
    cell: 'Cell',
    address: 'Address',
    tags: 'Tags'
  },
  select: 'Select {name}',
  selectAll: 'Select all',
  filter: 'Filter guests',
  filterHint: 'Filter: pool, status, cell, tag, name~',
  removeWord: 'Remove {word} from the filter',
  unknownQualifier: 'There is no such qualifier. Known are {known}.',
  unknownStatus: 'There is no such status. Known are {known}.'
} as const
