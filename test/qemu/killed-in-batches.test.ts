import { rmSync } from 'node:fs'
import { expect, it } from 'vitest'
import { killRounds, prepareFolder } from '../crash/batch-life'

const ROUNDS = 8

it(`after ${ROUNDS} kills of the application while it creates and deletes guests, no half guest is left`, async () => {
  const folder = await prepareFolder('this computer')
  const { counts } = await killRounds(folder, {
    rounds: ROUNDS,
    size: 6,
    isQuick: false,
    lifeMs: (round) => ({ after: 'open', ms: 150 + ((round * 397) % 1_200) })
  })
  expect(counts.created).toBeGreaterThan(ROUNDS)
  expect(counts.deleted).toBeGreaterThan(0)
  rmSync(folder, { recursive: true })
})
