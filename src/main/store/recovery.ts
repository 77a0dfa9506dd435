import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fail } from '@shared/contract/errors'
import { Journal } from './journal'
import { type JournalEntry, readJournal } from './journal-line'
import { readSnapshot } from './snapshot-file'
import type { StoreFolder } from './store-folder'
import type { StoreProblem } from './store-problem'
import { syncFolder } from './sync-folder'
import { writeDurably } from './write-durably'

interface Base {
  /** The last transaction that is in the snapshot; 0 is the empty database, which has no file. */
  readonly seq: number
  readonly snapshot: Uint8Array | undefined
  /** Newer snapshots, which are not as they were written. */
  readonly damaged: readonly string[]
}

/** The journal to go on with. */
interface Last {
  readonly seq: number
  readonly length: number
  /** More than a torn line, which nobody was told about, has to be cut off. */
  readonly damaged: boolean
}

interface Chain {
  readonly entries: readonly JournalEntry[]
  readonly last: Last | undefined
  /** Journals that follow changes which are lost, so that they cannot be replayed. */
  readonly stranded: readonly string[]
}

/** What a store's files amount to: a state, the changes that follow it, and what is wrong with the files. */
export interface Recovery {
  readonly base: Base
  readonly chain: Chain
}

/** Finds the newest state that the files lead to. Changes nothing. */
export async function readStore(folder: StoreFolder): Promise<Recovery> {
  const base = await findBase(folder)
  return { base, chain: readChain(folder, base.seq) }
}

async function findBase(folder: StoreFolder): Promise<Base> {
  const damaged: string[] = []
  for (const seq of folder.snapshots().toReversed()) {
    const snapshot = await readSnapshot(folder.snapshot(seq))
    if (snapshot) return { seq, snapshot, damaged }
    damaged.push(folder.snapshot(seq))
  }
  const journals = folder.journals()
  const isNew = damaged.length === 0 && journals.length === 0
  if (isNew || journals.includes(0)) return { seq: 0, snapshot: undefined, damaged }
  const files = damaged.map((path) => `"${basename(path)}" is damaged`).join(', ') || 'the snapshots are missing'
  return fail('STORE_UNREADABLE', { path: folder.path, reason: `${files}; restore the folder from a copy` })
}

/** Follows the journals from one to the next; each must begin where the one before it ends. */
function readChain(folder: StoreFolder, base: number): Chain {
  const entries: JournalEntry[] = []
  const stranded: string[] = []
  let last: Last | undefined
  for (const seq of folder.journals().filter((journal) => journal >= base)) {
    const path = folder.journal(seq)
    if (seq !== base + entries.length) {
      stranded.push(path)
      continue
    }
    const reading = readJournal(readFileSync(path), seq)
    for (const entry of reading.entries) entries.push(entry)
    last = { seq, length: reading.length, damaged: reading.damagedLine !== undefined }
  }
  if (last && stranded.length > 0) last = { ...last, damaged: true }
  return { entries, last, stranded }
}

/** Makes the files agree with what was read of them, keeping aside what is damaged, and opens the journal to go on with. */
export async function mendStore(folder: StoreFolder, { base, chain }: Recovery, time: Date): Promise<Journal> {
  const { io } = folder
  for (const path of folder.unfinished()) io.remove(path)
  const last = chain.last && { ...chain.last, path: folder.journal(chain.last.seq) }
  if (last?.damaged) await writeDurably(io, folder.aside(last.path, time), [readFileSync(last.path)])
  for (const path of [...base.damaged, ...chain.stranded]) io.rename(path, folder.aside(path, time))
  syncFolder(io, folder.path) // the last process may have been killed before the names that it gave were durable
  return last ? Journal.reopen(io, last.path, last.length) : Journal.create(io, folder.journal(base.seq))
}

/** A journal is made before the snapshot that it follows, so somebody must have taken it away. */
export function missingJournal(folder: StoreFolder, { base, chain }: Recovery): StoreProblem[] {
  if (chain.last !== undefined || base.seq === 0) return []
  const path = folder.journal(base.seq)
  return [{ path, message: `The journal "${basename(path)}" is missing: the changes in it are lost.` }]
}
