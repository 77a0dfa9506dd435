import { randomUUID } from 'node:crypto'
import type { Handlers } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import type { Call, TaskCall } from '@main/kernel/call'
import { shownMigration } from '@main/store/repositories/migration-repository'
import type { FleetFigures } from './fleet-figures'
import { guestsToMove } from './migration-checks'
import type { MigrationDeps, Migrations } from './migrations'

export function migrationService(
  deps: MigrationDeps & { readonly figures: FleetFigures },
  migrations: Migrations
): Handlers<'migration', Call, TaskCall> {
  return {
    list: async () => deps.migrations.list().map(shownMigration),
    get: async ({ id }) => shownMigration(deps.migrations.find(id) ?? fail('MIGRATION_NOT_FOUND', { id })),

    async create(wanted) {
      const { source_cell, target_cell } = wanted
      const id = randomUUID()
      return {
        subject: id,
        title: `${source_cell} → ${target_cell}`,
        // Here, so that nothing changes between the look and the marks.
        reserve: () => {
          const guests = guestsToMove(deps, wanted)
          const record = { id, source_cell, target_cell, finished: false, progress: 0, error: '' }
          migrations.save(
            record,
            guests.map((guest) => guest.id)
          )
        },
        run: (call) => migrations.run(id, call)
      }
    }
  }
}
