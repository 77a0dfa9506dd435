import { rmSync } from 'node:fs'
import { expect, it } from 'vitest'
import { killRounds, prepareFolder } from './batch-life'

/** More of them: `CRASH_ROUNDS=200 npm run test:crash`. */
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 20)
const SIZE = 60

it(
  `guests, leases, volumes, counters and batches agree after each of ${ROUNDS} kills in the middle of batches`,
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
          ? { after: 'opening', ms: 300 + Math.random() * 400 }
          : { after: 'open', ms: Math.random() * 250 }
    })
    expect(counts.created).toBeGreaterThan(ROUNDS * 5)
    expect(counts.deleted).toBeGreaterThan(ROUNDS)
    rmSync(folder, { recursive: true })
  }
)
