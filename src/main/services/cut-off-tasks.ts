import type { Contract, GroupName } from '@shared/contract'
import type { Task } from '@shared/contract/task'
import { localTime } from '@shared/text/time'
import type { Clock } from '@main/kernel/clock'
import type { BatchRepository } from '@main/store/repositories/batch-repository'
import type { GuestRepository } from '@main/store/repositories/guest-repository'
import type { ImageRepository } from '@main/store/repositories/image-repository'
import type { MigrationRepository } from '@main/store/repositories/migration-repository'
import type { TaskRepository } from '@main/store/repositories/task-repository'
import type { CutOff, Ending } from './recovery'

interface Deps {
  readonly tasks: TaskRepository
  readonly guests: GuestRepository
  readonly batches: BatchRepository
  readonly migrations: MigrationRepository
  readonly diskImages: ImageRepository
  readonly clock: Clock
}

type TaskNames<G extends GroupName> = {
  [K in keyof Contract[G] & string]: Contract[G][K] extends { readonly kind: 'task' } ? `${G}.${K}` : never
}[keyof Contract[G] & string]
type TaskName = { [G in GroupName]: TaskNames<G> }[GroupName]

/** What the store says became of a task; undefined while a cell has to answer first. */
type Look = (task: Task, deps: Deps, waiting: ReadonlySet<string>) => Ending | undefined

const CUT_OFF = 'The application ended before this was done'
const done = (words: string): Ending => ({ isDone: true, words })
const undone = (words: string): Ending => ({ isDone: false, words: `${CUT_OFF}. ${words}` })

/** The tasks that the application's end cut off. */
export function cutOffTasks(deps: Deps): CutOff[] {
  return deps.tasks.listUnfinished().map((task): CutOff => ({
    look: (waiting) => (looks[task.operation as TaskName] ?? unknownKind)(task, deps, waiting),
    meanwhile: undone('What it left is finished or undone once its cell answers'),
    end: ({ isDone, words }) =>
      deps.tasks.save({
        ...task,
        ...(isDone ? { state: 'done', message: words } : { state: 'interrupted', error: words }),
        end_time: localTime(deps.clock.now())
      })
  }))
}

const unknownKind: Look = () => ({ isDone: false, words: CUT_OFF })

/** Says for every kind of task what became of one that was cut off. A new kind does not compile without an answer. */
const looks: Record<TaskName, Look> = {
  'guest.create': ({ subject }, { guests }) => {
    const guest = guests.find(subject)
    if (!guest) return undone('Nothing of the guest is left')
    if (guest.created) return done('The guest is created')
    return guest.error === '' ? undefined : undone('What was made of the guest is removed')
  },
  'guest.resizeDisk': () => undone('The disk is whole, and as large as the guest says'),
  'guest.shrinkDisk': () => undone('The disk is whole'),
  'guest.resetSystem': ({ subject }, { guests }) => {
    const guest = guests.find(subject)
    if (!guest) return undone('Nothing of the guest is left')
    if (guest.resetting) return undefined
    // It is done again; the image of one that failed twice is kept in use.
    return guest.reset_image === '' ? done('The system is reset') : undone('The guest has one whole system disk')
  },
  'snapshot.create': () => undone('The guest is whole; it has the snapshot if it is listed'),
  'snapshot.restore': () => undone('The guest is whole, and goes on from the snapshot that is current'),
  'snapshot.remove': () => undone('The guest is whole; the snapshot is there if it is listed'),
  'diskImage.build': ({ subject }, { diskImages }) =>
    diskImages.find(subject)?.file ? done('The image is built') : undone('What was written of the image is removed'),
  'migration.create': ({ subject }, { migrations }) => {
    const migration = migrations.find(subject)
    if (!migration) return undone('Nothing was moved')
    if (!migration.finished) return undefined
    return migration.error === '' ? done('Every guest is moved') : undone(migration.error)
  },
  'batch.createGuests': batchEnding,
  'batch.retryCreate': batchEnding,
  'batch.deleteGuests': batchEnding,
  'batch.stopGuests': batchEnding,
  'batch.startGuests': batchEnding,
  'batch.rebootGuests': batchEnding,
  'batch.snapshotGuests': batchEnding,
  'system.fillDemo': () => undone('What was made of the fleet is removed')
}

/** By what became of its guests. */
function batchEnding({ subject }: Task, { batches }: Deps, waiting: ReadonlySet<string>): Ending | undefined {
  if (waiting.has(subject)) return undefined
  const items = batches.items(subject)
  const failed = items.filter(({ status }) => status === 'fail').length
  return failed === 0 ? done('Every guest is done') : undone(`${failed} of ${items.length} guests are not done`)
}
