import type { CellConnection } from '@shared/contract/cell'
import type { Clock } from '@main/kernel/clock'
import type { Logger } from '@main/kernel/logger'
import type { Driver } from './driver'
import { openQemuDriver } from './qemu/qemu-driver'
import { openSimulatedDriver } from './simulated/simulated-driver'

/** What drivers need of the application around them. */
export interface DriverEnvironment {
  /** Where guests on this computer are kept, one folder each. */
  readonly guestsFolder: string
  readonly clock: Clock
  readonly log: Logger
}

/** Kind of connection to its driver: the only list of drivers. */
export async function openDriver(connection: CellConnection, environment: DriverEnvironment): Promise<Driver> {
  switch (connection.kind) {
    case 'qemu':
      return openQemuDriver({ folder: environment.guestsFolder, ...environment })
    case 'simulated':
      return openSimulatedDriver({ connection, clock: environment.clock })
  }
}
