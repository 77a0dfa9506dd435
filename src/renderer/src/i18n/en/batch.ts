/** What becomes of guests that are made together. */
export const batch = {
  title: 'Create guests',
  guest: 'Guest',
  state: 'State',
  error: 'Why',
  progress: '{done} of {all} created',
  failed: '{n} failed',
  retry: 'Try {n} again',
  gone: 'There is no such batch',
  goneHint: 'Batches are remembered for a while only.',
  andMore: 'and {n} more',
  toGuests: 'Show them in the list',
  states: { creating: 'Creating', created: 'Created', fail: 'Failed' }
} as const
