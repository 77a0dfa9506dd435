import { describe, expect, it } from 'vitest'
import { operations } from '@shared/contract'
import type { Notice } from '@shared/contract/wire'
import { mayCall, mayHear } from '@main/gateways/console-scope'

const scope = { guest: 'web' }

describe('a console window', () => {
  it.each([
    ['guest.get', { id: 'web' }],
    ['instance.get', { id: 'web' }],
    ['instance.start', { id: 'web' }],
    ['instance.stop', { id: 'web', force: true }],
    ['instance.insertMedia', { id: 'web', source: 'iso' }],
    ['instance.ejectMedia', { id: 'web' }],
    ['instance.sample', { ids: ['web'] }],
    ['monitorChannel.create', { guest: 'web' }],
    ['mediaImage.list', {}],
    ['session.current', {}]
  ])('may call %s of its guest', (operation, input) => expect(mayCall(scope, operation, input)).toBe(true))

  it.each([
    ['guest.get', { id: 'db' }],
    ['guest.get', {}],
    ['guest.get', undefined],
    ['guest.get', 'web'],
    ['guest.get', { id: ['web'] }],
    ['guest.get', JSON.parse('{"__proto__":{"id":"web"}}')],
    ['instance.stop', { id: 'db' }],
    ['instance.sample', { ids: ['web', 'db'] }],
    ['instance.sample', { ids: 'web' }],
    ['monitorChannel.create', { guest: 'db' }],
    ['monitorChannel.create', { id: 'web' }],
    ['constructor', { id: 'web' }]
  ])('may not call %s with %j', (operation, input) => expect(mayCall(scope, operation, input)).toBe(false))

  it('may call ten operations of the whole contract', () => {
    const everything = { id: 'web', ids: ['web'], guest: 'web' }
    expect(operations.filter(({ name }) => mayCall(scope, name, everything))).toHaveLength(10)
  })

  it('hears of its guest and of media images, and of nothing else', () => {
    const heard = (name: Notice['name'], id: string): boolean => mayHear(scope, { name, payload: { id } } as Notice)
    expect([heard('guest.changed', 'web'), heard('guest.removed', 'web'), heard('media_image.changed', 'x')]).toEqual([
      true,
      true,
      true
    ])
    expect([heard('guest.changed', 'db'), heard('guest.removed', 'db')]).toEqual([false, false])
    expect([heard('task.changed', 'web'), heard('cell.changed', 'web'), heard('disk_image.changed', 'web')]).toEqual([
      false,
      false,
      false
    ])
  })
})
