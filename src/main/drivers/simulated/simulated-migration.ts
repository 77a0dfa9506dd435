import type { MigrationFacet } from '../driver'
import type { Ask } from './simulated-faults'
import type { SimulatedHost } from './simulated-host'

/** Made-up guests that come and go with all they have; every made-up host can see the others' volumes. */
export const simulatedMigration = (host: SimulatedHost, ask: Ask): MigrationFacet => ({
  take: (spec, disks, snapshots) =>
    ask('migration', () => {
      if (host.guests.has(spec.id)) host.stopped(spec)
      host.guests.delete(spec.id)
      host.seedGuest(spec, { running: false, disks, snapshots })
    }),
  release: (guest) =>
    ask('migration', () => {
      if (host.guests.has(guest.id)) host.stopped(guest)
      host.guests.delete(guest.id)
    })
})
