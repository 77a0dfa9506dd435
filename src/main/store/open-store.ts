import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fail } from '@shared/contract/errors'
import { Disposables } from '@main/kernel/disposable'
import { FolderLock } from './folder-lock'
import { Generations } from './generations'
import type { JournalEntry } from './journal-line'
import { mendStore, missingJournal, readStore } from './recovery'
import { Sqlite } from './sqlite'
import { openError } from './store-error'
import { StoreFolder } from './store-folder'
import type { StoreIo } from './store-io'
import type { StoreProblem } from './store-problem'
import { syncFolder } from './sync-folder'

export interface StoreOptions {
  readonly io: StoreIo
  readonly now: () => Date
  /** The newest schema version that may be opened. */
  readonly known: number
}

/** The parts of a store that is open. */
export interface OpenStore {
  readonly sqlite: Sqlite
  /** None for a store that lives in memory only. */
  readonly generations: Generations | undefined
  readonly problems: readonly StoreProblem[]
  close(): Promise<void>
}

/** A store without a folder. */
export async function openMemory(): Promise<OpenStore> {
  const sqlite = await Sqlite.open()
  return { sqlite, generations: undefined, problems: [], close: async () => sqlite.close() }
}

/** Opens the store in a folder, this process's alone until it is closed; or says why not, with nothing changed. */
export async function openStore(directory: string, { io, now, known }: StoreOptions): Promise<OpenStore> {
  const parts = new Disposables()
  try {
    makeFolder(io, directory)
    const lock = await FolderLock.take(directory)
    parts.add(() => lock.release())
    const folder = new StoreFolder(directory, io)
    const recovery = await readStore(folder)
    const { base, chain } = recovery
    const sqlite = await Sqlite.open(base.snapshot)
    parts.add(() => sqlite.close())
    replay(sqlite, chain.entries, (version) => {
      if (version > known) fail('STORE_NEWER', { path: directory, version, known })
    })
    const missing = missingJournal(folder, recovery)
    const generations = new Generations(folder, await mendStore(folder, recovery, now()), {
      seq: base.seq + chain.entries.length,
      snapshot: base.seq,
      journal: chain.last?.seq ?? base.seq
    })
    parts.add(() => generations.close())
    const problems = [...missing, ...folder.problems()]
    return { sqlite, generations, problems, close: () => parts.dispose() }
  } catch (cause) {
    await parts.dispose()
    throw openError(directory, cause)
  }
}

/** A newer program may have written what this one cannot even replay; it is that which the person needs to hear. */
function replay(sqlite: Sqlite, entries: readonly JournalEntry[], checkVersion: (version: number) => void): void {
  try {
    for (const { statements } of entries) {
      sqlite.begin()
      for (const statement of statements) sqlite.run(statement)
      sqlite.commit()
    }
  } finally {
    checkVersion(sqlite.version)
  }
}

/** The folder, and those above it that are missing, with names that are durable. */
function makeFolder(io: StoreIo, directory: string): void {
  const first = mkdirSync(directory, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = resolve(directory); made.length >= first.length; made = dirname(made)) syncFolder(io, dirname(made))
}
