import type { SimulatedConnection } from '@main/drivers/simulated/simulated-host'
import type { Clock } from '@main/kernel/clock'

/** A machine that any test guest fits on. */
export const connection: SimulatedConnection = {
  kind: 'simulated',
  seed: 7,
  cores: 32,
  memory: 256 * 2 ** 30,
  disk: 2 ** 43
}

/** The present time, and no waiting. */
export const fastClock: Clock = {
  now: () => new Date(),
  sleep: async (_ms, signal) => signal?.throwIfAborted()
}
