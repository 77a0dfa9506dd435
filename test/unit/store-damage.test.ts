import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  contentOf,
  copyOf,
  filesOf,
  flipBit,
  look,
  mark,
  marks,
  openMarks,
  tear,
  tempFolder
} from '../support/store-folder'

/** Two transactions make the schema. */
const SCHEMA = 2
const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1)

/** With snapshots after changes 1–3 and 4–6, and changes 7–9 in the journal. */
async function threeGenerations(): Promise<string> {
  const folder = tempFolder()
  const db = await openMarks(folder)
  for (const n of range(9)) {
    mark(db, n)
    if (n % 3 === 0 && n < 9) await db.fold()
  }
  const copy = copyOf(folder)
  await db.close()
  return copy
}
const [older, newer] = [SCHEMA + 3, SCHEMA + 6]

/** The one file that is kept aside for `name`. */
function asideOf(folder: string, name: string): string {
  const found = filesOf(folder).filter((file) => file.startsWith(`${name}.damaged-`))
  expect(found).toHaveLength(1)
  return found[0] ?? ''
}

/** As `look`, but as a crash ends it: nothing is folded. */
async function lookAndCrash(folder: string): Promise<{ marks: number[]; problems: string[]; after: string }> {
  const db = await openMarks(folder)
  const problems = db.problems.map(({ path }) => path.slice(folder.length + 1))
  const seen = { marks: marks(db), problems, after: copyOf(folder) }
  await db.close()
  return seen
}

let folder: string
beforeEach(async () => {
  folder = await threeGenerations()
  expect(filesOf(folder)).toEqual([
    `journal-${older}.log`,
    `journal-${newer}.log`,
    `snapshot-${older}.db`,
    `snapshot-${newer}.db`
  ])
})

describe('a damaged snapshot', () => {
  const damages: [string, (path: string) => void][] = [
    ['has another bit', (path) => flipBit(path, 5000)],
    ['has another bit in its checksum', (path) => flipBit(path, -1)],
    ['is cut off', (path) => truncateSync(path, 4096)],
    ['is empty', (path) => truncateSync(path, 0)],
    ['is something else', (path) => writeFileSync(path, 'SQLite format 3\0'.repeat(100))]
  ]
  it.each(damages)('that %s loses nothing, is kept aside and told about', async (_, damage) => {
    const name = `snapshot-${newer}.db`
    damage(join(folder, name))
    const bytes = readFileSync(join(folder, name))
    const seen = await lookAndCrash(folder)
    const aside = asideOf(folder, name)
    expect(seen).toMatchObject({ marks: range(9), problems: [aside] })
    expect(readFileSync(join(folder, aside))).toEqual(bytes)
    expect((await look(seen.after)).marks).toEqual(range(9))
  })

  it('is told about until the person takes the file away', async () => {
    flipBit(join(folder, `snapshot-${newer}.db`), 100)
    await look(folder)
    const aside = asideOf(folder, `snapshot-${newer}.db`)
    const db = await openMarks(folder)
    expect(db.problems[0]?.message).toBe(
      `The snapshot "snapshot-${newer}.db" was damaged: the one before it was used, with the changes since. ` +
        `The damaged one is kept as "${aside}".`
    )
    await db.close()
    rmSync(join(folder, aside))
    expect(await look(folder)).toEqual({ marks: range(9), problems: [] })
  })

  it('that nobody needs is not noticed and does no harm', async () => {
    flipBit(join(folder, `snapshot-${older}.db`), 100)
    expect(await look(folder)).toEqual({ marks: range(9), problems: [] })
  })

  it('of which there is no older one is refused, and nothing is changed', async () => {
    for (const seq of [older, newer]) flipBit(join(folder, `snapshot-${seq}.db`), 100)
    const before = contentOf(folder)
    await expect(openMarks(folder)).rejects.toMatchObject({ code: 'STORE_UNREADABLE' })
    await expect(openMarks(folder)).rejects.toThrow(
      `"snapshot-${newer}.db" is damaged, "snapshot-${older}.db" is damaged`
    )
    expect(contentOf(folder)).toEqual(before)
  })

  it('leads back to the journal from the beginning, where that is still there', async () => {
    const young = tempFolder()
    const db = await openMarks(young)
    for (const n of range(3)) mark(db, n)
    await db.fold()
    mark(db, 4)
    const copy = copyOf(young)
    await db.close()
    flipBit(join(copy, `snapshot-${older}.db`), 100)
    expect(await look(copy)).toEqual({ marks: range(4), problems: [asideOf(copy, `snapshot-${older}.db`)] })
  })
})

describe('a damaged journal', () => {
  const name = `journal-${newer}.log`

  it('keeps what precedes the damage, is kept aside and told about', async () => {
    const path = join(folder, name)
    const bytes = readFileSync(path)
    const second = bytes.indexOf('\n') + 1
    bytes[second + 40] = 0
    writeFileSync(path, bytes)
    const seen = await lookAndCrash(folder)
    const aside = asideOf(folder, name)
    expect(seen).toMatchObject({ marks: range(7), problems: [aside] })
    expect(readFileSync(join(folder, aside))).toEqual(bytes)
    const db = await openMarks(folder)
    expect(db.problems[0]?.message).toContain(`Changes in the journal "${name}" are lost`)
    mark(db, 100)
    await db.close()
    expect(await look(folder)).toEqual({ marks: [...range(7), 100], problems: [aside] })
    expect((await look(seen.after)).marks).toEqual(range(7))
  })

  it.each([
    ['in its first line', 3, 6],
    ['in its last line', -3, 8],
    ['in its last line feed', -1, 8]
  ])('keeps what precedes damage %s', async (_, place, kept) => {
    flipBit(join(folder, name), place)
    expect(await look(folder)).toEqual({ marks: range(kept), problems: [asideOf(folder, name)] })
  })

  it('with a torn last line is no damage: nobody was told that the change counts', async () => {
    const path = join(folder, name)
    tear(path, 5)
    const seen = await lookAndCrash(folder)
    expect(seen).toMatchObject({ marks: range(8), problems: [] })
    expect((await look(seen.after)).marks).toEqual(range(8))
  })

  it('that is gone is told about', async () => {
    rmSync(join(folder, name))
    expect(await look(folder)).toEqual({ marks: range(6), problems: [name] })
  })

  it.each(['altered', 'cut off'])('that is %s does not join later changes to earlier ones', async (how) => {
    flipBit(join(folder, `snapshot-${newer}.db`), 100)
    const first = join(folder, `journal-${older}.log`)
    if (how === 'altered') flipBit(first, -1)
    else tear(first, 5)
    const seen = await look(folder)
    expect(seen.marks).toEqual(range(5))
    expect(seen.problems).toEqual([
      asideOf(folder, `journal-${older}.log`),
      asideOf(folder, name),
      asideOf(folder, `snapshot-${newer}.db`)
    ])
  })

  it('without its snapshot is refused, and nothing is changed', async () => {
    for (const seq of [older, newer]) rmSync(join(folder, `snapshot-${seq}.db`))
    const before = contentOf(folder)
    await expect(openMarks(folder)).rejects.toThrow('the snapshots are missing')
    expect(contentOf(folder)).toEqual(before)
  })
})

describe('files that never counted', () => {
  it('are swept away, and what is not ours is left', async () => {
    writeFileSync(join(folder, 'snapshot-99.db.new'), 'half')
    writeFileSync(join(folder, 'snapshot-99.txt'), 'a note')
    expect(await look(folder)).toEqual({ marks: range(9), problems: [] })
    expect(filesOf(folder)).toContain('snapshot-99.txt')
    expect(filesOf(folder)).not.toContain('snapshot-99.db.new')
  })
})
