import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { filesOf, hastyIo, linesIn, look, mark, openMarks, tempFolder } from '../support/store-folder'

const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1)

interface Made {
  readonly files: ReadonlyMap<string, Buffer>
  /** How long the newest journal was when each of its changes was acknowledged. */
  readonly lengths: readonly number[]
}

/** Ten changes, with a snapshot after the third and the sixth; what a kill leaves. */
async function make(): Promise<Made> {
  const folder = tempFolder()
  const db = await openMarks(folder)
  const lengths: number[] = []
  for (const n of range(10)) {
    mark(db, n, `text ${n}`)
    if (n === 3 || n === 6) await db.fold()
    if (n > 6) lengths.push(linesIn(readFileSync(join(folder, 'journal-8.log'))))
  }
  const names = filesOf(folder).filter((name) => name !== 'lock')
  const files = new Map(names.map((name) => [name, readFileSync(join(folder, name))]))
  await db.close()
  return { files, lengths }
}

/** Opens the files with one of them as given, and gives the changes and which files were found damaged. */
async function lookWith(made: Made, name: string, bytes: Buffer): Promise<{ marks: number[]; damaged: string[] }> {
  const folder = tempFolder()
  for (const [file, whole] of made.files) writeFileSync(join(folder, file), file === name ? bytes : whole)
  const { marks, problems } = await look(folder, hastyIo)
  for (const problem of problems) expect(readFileSync(join(folder, problem))).toEqual(bytes)
  rmSync(folder, { recursive: true })
  return { marks, damaged: problems.map((path) => path.replace(/\.damaged-.*/, '')) }
}

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
  return copy
}

const bytesOf = (made: Made, name: string): Buffer => made.files.get(name) ?? Buffer.alloc(0)

it('a journal cut at any byte keeps every change that was acknowledged by then, and nobody is alarmed', async () => {
  const made = await make()
  const whole = bytesOf(made, 'journal-8.log')
  for (let cut = 0; cut <= linesIn(whole); cut++) {
    const kept = 6 + made.lengths.filter((length) => length <= cut).length
    const torn = whole.subarray(0, cut)
    for (const bytes of [torn, Buffer.concat([torn], whole.length)])
      expect(await lookWith(made, 'journal-8.log', bytes), `cut at ${cut}`).toEqual({ marks: range(kept), damaged: [] })
  }
})

it('a journal with any byte altered keeps every change before that one, and says that it is damaged', async () => {
  const made = await make()
  const whole = bytesOf(made, 'journal-8.log')
  for (let place = 0; place < linesIn(whole); place++) {
    const kept = 6 + made.lengths.filter((length) => length <= place).length
    expect(await lookWith(made, 'journal-8.log', flipped(whole, place * 8 + (place % 8))), `byte ${place}`).toEqual({
      marks: range(kept),
      damaged: ['journal-8.log']
    })
  }
})

it('a snapshot cut or altered anywhere loses nothing, and says that it is damaged', async () => {
  const made = await make()
  const whole = bytesOf(made, 'snapshot-8.db')
  expect(whole.length).toBeGreaterThan(4096)
  for (let place = 0; place < whole.length; place += 61)
    for (const bytes of [whole.subarray(0, place), flipped(whole, place * 8 + (place % 8))])
      expect(await lookWith(made, 'snapshot-8.db', bytes), `byte ${place}`).toEqual({
        marks: range(10),
        damaged: ['snapshot-8.db']
      })
})

it('garbage after the last line of a journal is cut off, and kept aside where it looks like a line', async () => {
  const made = await make()
  const whole = bytesOf(made, 'journal-8.log')
  const lines = whole.subarray(0, linesIn(whole))
  const lookAfter = (garbage: string): Promise<{ damaged: string[] }> =>
    lookWith(made, 'journal-8.log', Buffer.concat([lines, Buffer.from(garbage)]))
  expect(await lookAfter('\0'.repeat(3000))).toEqual({ marks: range(10), damaged: [] })
  expect(await lookAfter('{"seq":')).toEqual({ marks: range(10), damaged: [] })
  expect(await lookAfter('{}\n')).toEqual({ marks: range(10), damaged: ['journal-8.log'] })
})

it('a journal of which the last line lacks any sector of the disk was torn by a crash, which is no damage', async () => {
  const folder = tempFolder()
  const db = await openMarks(folder)
  for (const n of range(3)) mark(db, n, 'x'.repeat(2000))
  const files = new Map([['journal-0.log', readFileSync(join(folder, 'journal-0.log'))]])
  await db.close()
  const whole = bytesOf({ files, lengths: [] }, 'journal-0.log')
  const last = whole.lastIndexOf('\n', linesIn(whole) - 2) + 1
  for (let start = last; start < linesIn(whole); start += 512 - (start % 512)) {
    const bytes = Buffer.from(whole).fill(0, start, Math.min(start + 512 - (start % 512), linesIn(whole)))
    const seen = await lookWith({ files, lengths: [] }, 'journal-0.log', bytes)
    expect(seen, `sector at ${start}`).toEqual({ marks: range(2), damaged: [] })
  }
})
