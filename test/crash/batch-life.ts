import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect } from 'vitest'
import type { CellConnection } from '@shared/contract/cell'
import { Database } from '@main/store/database'
import { AddressRepository } from '@main/store/repositories/address-repository'
import { plainPool, PoolRepository } from '@main/store/repositories/pool-repository'
import { childCommand, start } from './children'

/** What a child says, one per line. */
export type Said =
  | { readonly said: 'opening' }
  /** After a start: what does not agree, and the guests that are there. */
  | { readonly said: 'open'; readonly problems: readonly string[]; readonly guests: readonly string[] }
  | { readonly said: 'created' | 'deleting' | 'deleted'; readonly id: string }

/** The made-up machine behind a cell; undefined for this computer. */
export const cellSeed = (cell: string): number | undefined =>
  cell.startsWith('kept-') ? Number(cell.slice('kept-'.length)) : undefined

const GiB = 2 ** 30

/** A data folder with one pool whose guests get addresses: of so many made-up cells, or of this computer. */
export async function prepareFolder(cells: number | 'this computer'): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'batch-'))
  const db = await Database.open(join(folder, 'store'))
  const [pools, addresses] = [new PoolRepository(db), new AddressRepository(db)]
  db.transaction(() => {
    addresses.insert({ name: 'net', gateway: '10.7.0.1', dns: [], provider: 'dhcp' })
    addresses.insertRange('net', 'internal', { start: '10.7.0.2', end: '10.7.3.254', netmask: '255.255.252.0' })
    pools.insert({ ...plainPool('default'), network: 'net' })
    for (const [name, connection] of cells === 'this computer' ? [['local', { kind: 'qemu' }] as const] : madeUp(cells))
      pools.insertCell({ name, pool: 'default', enabled: true, connection })
  })
  await db.close()
  return folder
}

const madeUp = (cells: number): [name: string, connection: CellConnection][] =>
  Array.from({ length: cells }, (_, seed) => [
    `kept-${seed}`,
    { kind: 'simulated', seed, cores: 64, memory: 64 * GiB, disk: 1024 * GiB }
  ])

/** What the lives of children must have left, as far as they have said it. */
export class Expected {
  readonly #created = new Set<string>()
  readonly #deleting = new Set<string>()
  readonly #deleted = new Set<string>()

  hear(line: Said): void {
    if (line.said === 'created') this.#created.add(line.id)
    if (line.said === 'deleting') this.#deleting.add(line.id)
    if (line.said === 'deleted') this.#deleted.add(line.id)
  }

  get counts(): { readonly created: number; readonly deleted: number } {
    return { created: this.#created.size, deleted: this.#deleted.size }
  }

  /** The guests that were told of and are not there, or were told to be gone and are there. */
  wrongIn(guests: readonly string[]): string[] {
    const there = new Set(guests)
    const lost = [...this.#created].filter((id) => !there.has(id) && !this.#deleting.has(id))
    const back = guests.filter((id) => this.#deleted.has(id))
    return [...lost.map((id) => `${id} is lost`), ...back.map((id) => `${id} is back`)]
  }
}

/** Guests per batch, and whether made-up hosts hurry. */
interface Work {
  readonly size: number
  readonly isQuick: boolean
}

/** Starts one child after the other on a folder, and kills each at a moment that `lifeMs` chooses for its round. */
export async function killRounds(
  folder: string,
  { rounds, lifeMs, ...work }: Work & { readonly rounds: number; readonly lifeMs: (round: number) => Life }
): Promise<Expected> {
  const expected = new Expected()
  for (let round = 0; round <= rounds; round++) await live(folder, { expected, ...work, life: lifeMs(round), round })
  return expected
}

/** When a child is killed: so long after it began to open, or after it was open and has said so many changes. */
export interface Life {
  readonly after: 'opening' | 'open'
  readonly changes?: number
  readonly ms: number
}

async function live(
  folder: string,
  { expected, size, isQuick, life, round }: Work & { expected: Expected; life: Life; round: number }
): Promise<void> {
  const child = start(childCommand('batch-child.ts', folder, String(size), ...(isQuick ? ['quick'] : [])))
  const ended = once(child, 'exit')
  let changes = Infinity
  for await (const text of createInterface(child.stdout)) {
    const line = parse(text)
    if (!line) continue
    expected.hear(line)
    if (line.said === 'open') {
      const wrong = [...line.problems, ...expected.wrongIn(line.guests)]
      if (wrong.length > 0) {
        child.kill('SIGKILL')
        throw new Error(`Round ${round}, ${folder}: ${wrong.join('; ')}`)
      }
    }
    if (line.said === life.after) changes = life.changes ?? 0
    else if (line.said === 'created' || line.said === 'deleted') changes--
    else continue
    if (changes === 0) setTimeout(() => child.kill('SIGKILL'), life.ms)
  }
  expect(await ended).toEqual([null, 'SIGKILL'])
}

/** What was said last may be cut off. */
function parse(text: string): Said | undefined {
  try {
    return JSON.parse(text) as Said
  } catch {
    return undefined
  }
}
