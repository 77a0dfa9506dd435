import type { Contract } from '@shared/contract'

type TasksOf<G> = { [K in keyof G as G[K] extends { readonly kind: 'task' } ? K : never]: string }
/** A name for every operation that is a task: one without does not compile. */
type TaskTexts = {
  [G in keyof Contract as keyof TasksOf<Contract[G]> extends never ? never : G]: TasksOf<Contract[G]>
}

/** The task dock and the page of all tasks. */
export const tasks = {
  title: 'Tasks',
  running: '{n} running',
  task: 'Task',
  subject: 'Subject',
  user: 'User',
  state: 'State',
  started: 'Started',
  took: 'Took',
  ended: 'Ended',
  message: 'Last words',
  operation: 'Operation',
  id: 'Id',
  copy: 'Copy as JSON',
  filter: 'Filter: task, subject, user, words',
  shown: '{n} shown',
  titles: { guests: '{n} guest | {n} guests', guestsNamed: '{n} guest {prefix}_… | {n} guests {prefix}_…' },
  endBecause: '{state}: {why}',
  shows: { all: 'All', running: 'Running', failed: 'Failed' },
  noResult: 'No task matches',
  cancel: 'Cancel',
  all: 'All tasks',
  upToDate: 'Up to date',
  silent: '{cells} does not answer: its figures are old | {n} cells do not answer: {cells}',
  offline: 'Not connected; last heard {age}',
  none: 'No tasks yet',
  noneHint: 'Long jobs show up here, and stay after a restart.',
  states: {
    running: 'Running',
    done: 'Done',
    failed: 'Failed',
    cancelled: 'Cancelled',
    interrupted: 'Interrupted by the end of the application'
  },
  operations: {
    guest: {
      create: 'Create guest',
      resizeDisk: 'Grow disk',
      shrinkDisk: 'Shrink disk',
      resetSystem: 'Reset system'
    },
    snapshot: { create: 'Take snapshot', restore: 'Restore snapshot', remove: 'Delete snapshot' },
    diskImage: { build: 'Build disk image' },
    migration: { create: 'Migrate guests' },
    batch: {
      createGuests: 'Create guests',
      retryCreate: 'Create guests again',
      deleteGuests: 'Delete guests',
      startGuests: 'Start guests',
      rebootGuests: 'Reboot guests',
      snapshotGuests: 'Take snapshots of guests',
      stopGuests: 'Stop guests'
    },
    system: { fillDemo: 'Add demo fleet' }
  } satisfies TaskTexts
} as const
