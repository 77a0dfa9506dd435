import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { copyOf, filesOf, look, tempFolder } from '../support/store-folder'
import { childCommand, start } from './children'

const ROUNDS = 32

/** Kills a child that changes the store after it has said so many lines; gives the last change that it acknowledged. */
async function killAfter(lines: number, folder: string): Promise<number> {
  const child = start(childCommand('endless-child.ts', folder))
  const ended = once(child, 'exit')
  let said = 0
  let acknowledged = 0
  for await (const line of createInterface(child.stdout)) {
    if (line !== 'opening') acknowledged = Number(line)
    if (++said === lines) child.kill('SIGKILL')
  }
  expect(await ended).toEqual([null, 'SIGKILL'])
  return acknowledged
}

it(`a store whose process is killed ${ROUNDS} times has every change that was acknowledged, and none in part`, async () => {
  const folder = tempFolder()
  let kept = 0
  let folds = 0
  for (let round = 0; round < ROUNDS; round++) {
    // Every fourth while it opens; the others anywhere in the first hundred changes, about five folds.
    const lines = round % 4 === 3 ? 1 : 1 + ((round * 37) % 101)
    const acknowledged = Math.max(kept, await killAfter(lines, folder))
    const copy = copyOf(folder)
    folds += filesOf(copy).filter((name) => name.startsWith('snapshot')).length
    const seen = await look(copy)
    kept = seen.marks.length
    expect(seen.problems).toEqual([])
    expect(seen.marks).toEqual(Array.from({ length: kept }, (_, n) => n + 1))
    expect(kept).toBeGreaterThanOrEqual(acknowledged)
    expect(kept).toBeLessThanOrEqual(acknowledged + 1)
  }
  expect(kept).toBeGreaterThan(ROUNDS)
  expect(folds).toBeGreaterThan(ROUNDS / 2)
  await look(folder)
  const names = /^(?:snapshot-\d+\.db|journal-\d+\.log)$/
  expect(filesOf(folder).filter((name) => !names.test(name))).toEqual([])
})
