import { randomInt } from 'node:crypto'
import { rmSync } from 'node:fs'
import { expect, it } from 'vitest'
import { chance } from '@main/drivers/simulated/chance'
import { killRounds, prepareFolder } from './batch-life'

/** `npm run test:kills` makes it 200. */
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 20)
/** Chooses the moments. What failed is tried again with the one that is printed. */
const SEED = Number(process.env['CRASH_SEED'] ?? randomInt(1, 1_000_000))
const SIZE = 60

it(
  `guests, leases, volumes, counters and batches agree after each of ${ROUNDS} kills amid batches (CRASH_SEED=${SEED})`,
  { timeout: 30_000 + ROUNDS * 5_000 },
  async () => {
    const folder = await prepareFolder(3)
    const { counts } = await killRounds(folder, {
      rounds: ROUNDS,
      size: SIZE,
      isQuick: true,
      // Every fourth while it opens, and so while it clears up.
      lifeMs: (round) =>
        round % 4 === 3
          ? { after: 'opening', ms: 300 + chance(SEED, round) * 400 }
          : { after: 'open', changes: Math.floor(chance(SEED, round) * 60), ms: chance(SEED, -round) * 20 }
    })
    console.log(`${ROUNDS} kills, seed ${SEED}: ${counts.created} guests created, ${counts.deleted} deleted`)
    expect(counts.created).toBeGreaterThan(ROUNDS * 5)
    expect(counts.deleted).toBeGreaterThan(ROUNDS)
    rmSync(folder, { recursive: true })
  }
)
