import type { z } from 'zod'
import { addressPoolOperations } from './address-pool'
import { batchOperations } from './batch'
import { cellOperations } from './cell'
import { computePoolOperations } from './compute-pool'
import type { AnyOperation, InputOf, ResultOf } from './define'
import { diagnosticsOperations } from './diagnostics'
import { diskImageOperations } from './disk-image'
import { guestOperations } from './guest'
import { instanceOperations } from './instance'
import { logOperations } from './log'
import { mediaImageOperations } from './media-image'
import { migrationOperations } from './migration'
import { monitorChannelOperations } from './monitor-channel'
import { roleOperations } from './role'
import { sessionOperations } from './session'
import { snapshotOperations } from './snapshot'
import { statusOperations } from './status'
import { storagePoolOperations } from './storage-pool'
import { systemOperations } from './system'
import { taskOperations, type Task } from './task'
import { templateOperations } from './template'
import { userOperations } from './user'
import { userGroupOperations } from './user-group'
import { visibilityOperations } from './visibility'

/** Every operation of the application, by group. The order is the order of the reference. */
export const contract = {
  system: systemOperations,
  session: sessionOperations,
  computePool: computePoolOperations,
  cell: cellOperations,
  storagePool: storagePoolOperations,
  addressPool: addressPoolOperations,
  status: statusOperations,
  guest: guestOperations,
  instance: instanceOperations,
  snapshot: snapshotOperations,
  monitorChannel: monitorChannelOperations,
  template: templateOperations,
  diskImage: diskImageOperations,
  mediaImage: mediaImageOperations,
  migration: migrationOperations,
  batch: batchOperations,
  role: roleOperations,
  userGroup: userGroupOperations,
  user: userOperations,
  log: logOperations,
  diagnostics: diagnosticsOperations,
  visibility: visibilityOperations,
  task: taskOperations
} as const

export type Contract = typeof contract
export type GroupName = keyof Contract

export interface NamedOperation {
  /** `guest.create` */
  readonly name: string
  readonly operation: AnyOperation
}

/** The contract as a flat list, for what is derived from all of it. */
export const operations: readonly NamedOperation[] = Object.entries(contract).flatMap(([group, entries]) =>
  Object.entries(entries as Record<string, AnyOperation>).map(([key, operation]) => ({
    name: `${group}.${key}`,
    operation
  }))
)

type AnswerOf<Op extends AnyOperation> = Op['kind'] extends 'task' ? Task : ResultOf<Op>

/** What a caller sees: `client.guest.create({...})` gives `Promise<Task>`. */
export type Client = {
  readonly [G in keyof Contract]: {
    readonly [K in keyof Contract[G]]: Contract[G][K] extends AnyOperation
      ? (input: z.input<Contract[G][K]['input']>) => Promise<AnswerOf<Contract[G][K]>>
      : never
  }
}

/**
 * A prepared task. Everything that can be refused at once is refused while preparing; `reserve` runs in
 * the very transaction that saves the task record; `run` is the long part.
 */
export interface Job<TaskCall, Result> extends Readonly<Pick<Task, 'title_key' | 'title_values'>> {
  /** Id of what the task works on. */
  readonly subject: string
  /** Its name, for people. */
  readonly title: string
  reserve?(): void
  run(call: TaskCall): Promise<Result>
}

/** What a service must offer to serve a group: one method per operation, no more to write. */
export type Handlers<G extends GroupName, Call, TaskCall> = {
  readonly [K in keyof Contract[G]]: Contract[G][K] extends AnyOperation
    ? (
        input: InputOf<Contract[G][K]>,
        call: Call
      ) => Contract[G][K]['kind'] extends 'task'
        ? Promise<Job<TaskCall, ResultOf<Contract[G][K]>>>
        : Promise<ResultOf<Contract[G][K]>>
    : never
}
