/** Words that every page shares. */
export const common = {
  cancel: 'Cancel',
  save: 'Save',
  close: 'Close',
  copy: 'Copy',
  copied: 'Copied',
  details: 'Details',
  dismiss: 'Dismiss',
  more: 'More',
  none: '–',
  noLimit: 'no limit',
  retry: 'Try again',
  clearFilter: 'Clear filter',
  clearSelection: 'Clear selection',
  selected: '{n} selected',
  selectAll: 'Select all {n}',
  typeName: 'Type {name} to confirm',
  loading: 'Loading…',
  slow: 'This takes longer than usual',
  notAllowed: 'Your role does not show this page',
  notAllowedHint: 'It needs the permission “{permission}”. An administrator can grant it.',
  loadFailed: 'This could not be loaded'
} as const
