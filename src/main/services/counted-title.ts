import type { Task } from '@shared/contract/task'

/** Names so many guests as what a task works on, those of a batch with what their names begin with. */
export const countedTitle = (n: number, prefix?: string): Pick<Task, 'title' | 'title_key' | 'title_values'> =>
  prefix === undefined
    ? { title: `${n} guests`, title_key: 'guests', title_values: { n } }
    : { title: `${n} guests ${prefix}_…`, title_key: 'guestsNamed', title_values: { n, prefix } }
