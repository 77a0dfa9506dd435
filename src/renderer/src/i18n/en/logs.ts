/** Who did what. */
export const logs = {
  title: 'Logs',
  time: 'Time',
  user: 'User',
  nobody: 'nobody signed in',
  outcome: 'Outcome',
  outcomes: { ok: 'Done', accepted: 'Begun', failed: 'Refused' },
  content: 'What',
  address: 'Address',
  operation: 'Operation',
  about: 'About',
  id: 'Id',
  copy: 'Copy as JSON',
  filter: 'Filter: name, operation, words',
  found: '{n} entries',
  ranges: { day: 'Last day', week: 'Week', month: 'Month', year: 'Year', own: 'From … to' },
  from: 'From',
  to: 'To',
  refresh: 'Look again',
  export: 'Export as CSV…',
  exporting: 'Cancel export ({percent}%)',
  none: 'Nothing was logged',
  noneHint: 'Every change is logged, also one that was refused. Look further back, or for other words.',
  select: 'Select the entry of {time}',
  selectPage: 'Select the entries of this page',
  remove: 'Delete…',
  removal: {
    title: 'Delete {n} entry of the log? | Delete {n} entries of the log?',
    body: 'They are gone for good. That they were deleted, and by whom, is logged itself.',
    action: 'Delete {n} entry | Delete {n} entries'
  }
} as const
