import { expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import type { Client, Handlers } from '@shared/contract'
import { operation } from '@shared/contract/define'
import { fail } from '@shared/contract/errors'
import type { GuestDetails } from '@shared/contract/guest'
import type { Task } from '@shared/contract/task'
import type { Call, TaskCall } from '@main/kernel/call'

const input = z.object({ id: z.string() })
const base = { summary: 'Look', input, output: z.string(), permission: 'guest:read' } as const

test('mistakes in a declaration do not compile', () => {
  operation({ ...base, kind: 'query', route: 'GET /guests/:id' })
  operation({ ...base, kind: 'command', route: 'PUT /guests/:id', audit: ({ id }) => `changed ${id}` })
  // @ts-expect-error the route has a parameter that the input lacks
  operation({ ...base, kind: 'query', route: 'GET /guests/:id/disks/:index' })
  // @ts-expect-error a command must say what it did
  operation({ ...base, kind: 'command', route: 'PUT /guests/:id' })
  // @ts-expect-error a task must say what it did
  operation({ ...base, kind: 'task', route: 'POST /guests/:id' })
  // @ts-expect-error the input has no such field to tell two operations apart by
  operation({ ...base, kind: 'query', route: 'GET /guests/:id', when: 'guest' })
  // @ts-expect-error there is no such permission
  operation({ ...base, kind: 'query', route: 'GET /guests/:id', permission: 'guest:fly' })
  // @ts-expect-error there is no such method
  operation({ ...base, kind: 'query', route: 'FETCH /guests/:id' })
  // @ts-expect-error the audit text reads a field that the input lacks
  operation({ ...base, kind: 'command', route: 'PUT /guests/:id', audit: ({ name }) => name })
})

test('a service that lacks a handler, or has a wrong one, does not compile', () => {
  type Service = Handlers<'task', Call, TaskCall>
  // @ts-expect-error `cancel` and `get` are not served
  const half: Service = { list: async () => [] }
  // @ts-expect-error `get` answers a task, not a text
  const wrong: Service = { list: async () => [], get: async () => 'done', cancel: async () => ({}) }
  void [half, wrong]
})

test('a client is typed by the contract alone', () => {
  expectTypeOf<Client['guest']['get']>().toEqualTypeOf<(input: { id: string }) => Promise<GuestDetails>>()
  expectTypeOf<ReturnType<Client['guest']['create']>>().toEqualTypeOf<Promise<Task>>()
})

test('a refusal needs the details that its text is made of', () => {
  // @ts-expect-error `path` is missing
  const noDetails = (): never => fail('DISK_FULL', {})
  // @ts-expect-error there is no such code
  const noCode = (): never => fail('DISK_GONE', {})
  void [noDetails, noCode]
})
