import { randomUUID } from 'node:crypto'
import type { Handlers } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import type { Template } from '@shared/contract/template'
import { localTime } from '@shared/text/time'
import type { Call, TaskCall } from '@main/kernel/call'
import type { Clock } from '@main/kernel/clock'
import type { EventBus } from '@main/kernel/event-bus'
import type { Database } from '@main/store/database'
import type { TemplateRepository } from '@main/store/repositories/template-repository'

interface Deps {
  readonly db: Database
  readonly templates: TemplateRepository
  readonly bus: EventBus
  readonly clock: Clock
}

/** System templates. Guests copy their devices when they are made, so that a template can change or go. */
export function templateService({ db, templates, bus, clock }: Deps): Handlers<'template', Call, TaskCall> {
  const get = (id: string): Template => templates.find(id) ?? fail('TEMPLATE_NOT_FOUND', { id })

  const save = (template: Template): void =>
    db.transaction(() => {
      const namesake = templates.findByName(template.name)
      if (namesake && namesake.id !== template.id) fail('TEMPLATE_NAME_TAKEN', { name: template.name })
      templates.save(template)
      db.afterCommit(() => bus.publish('template.changed', template))
    })

  return {
    list: async () => templates.list(),
    get: async ({ id }) => get(id),

    async create(settings) {
      const time = localTime(clock.now())
      const template = { ...settings, id: randomUUID(), created_time: time, modified_time: time }
      save(template)
      return { id: template.id }
    },

    async modify({ id, ...changes }) {
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
      save({ ...get(id), ...given, modified_time: localTime(clock.now()) })
      return {}
    },

    async remove({ id }) {
      get(id)
      db.transaction(() => {
        templates.remove(id)
        db.afterCommit(() => bus.publish('template.removed', { id }))
      })
      return {}
    }
  }
}
