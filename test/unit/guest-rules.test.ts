import { describe, expect, test } from 'vitest'
import type { Guest } from '@shared/contract/guest'
import { unlimited } from '@shared/contract/qos'
import { allow, guestRules, type GuestAction } from '@shared/rules/guest-rules'

const nowhere = { network_address: '', display_address: '', allocated_address: '' }
const stopped: Guest = {
  ...{ id: 'g', name: 'web-1', created: true, progress: 0, running: false, lost: false, error: '' },
  ...{ owner: 'ada', group: 'admin', pool: 'default', cell: 'sim-a', host: '', cores: 1, memory: 1 << 30 },
  started_with: { cores: 1, memory: 1 << 30 },
  ...{ total_disk: 512, disks: [512], auto_start: false, system: 'linux', system_version: 'general' },
  ...{ template: 'general', modules: ['qemu'], qos: unlimited, ports: [], snapshots: 0, migrating: false },
  ...{
    from_image: '',
    clone: 'full',
    ethernet_address: '',
    display_protocol: 'vnc',
    internal: nowhere,
    external: nowhere
  },
  ...{ create_time: '', media_attached: false, media_source: '', tags: [], revision: 1 }
}
const states = {
  creating: { ...stopped, created: false },
  stopped,
  running: { ...stopped, running: true },
  lost: { ...stopped, running: true, lost: true },
  migrating: { ...stopped, migrating: true }
} as const satisfies Record<string, Guest>

/** The states in which each action is allowed: the table of api/semantics 3.6, read across. */
const table: Record<GuestAction, readonly (keyof typeof states)[]> = {
  start: ['stopped'],
  stop: ['running'],
  console: ['running'],
  insertMedia: ['running'],
  ejectMedia: [],
  configure: ['stopped', 'running'],
  rename: ['stopped'],
  setPassword: ['running'],
  growDisk: ['stopped', 'running'],
  shrinkDisk: ['stopped'],
  resetSystem: ['stopped'],
  readSnapshots: ['stopped', 'running', 'migrating'],
  changeSnapshots: ['stopped'],
  buildImage: ['stopped'],
  migrate: ['stopped'],
  remove: ['stopped'],
  forceRemove: ['stopped', 'running']
}

describe('what can be done to a guest', () => {
  test.each(Object.entries(table))('%s: allowed when %j', (action, allowed) => {
    const found = Object.entries(states).filter(([, guest]) => guestRules[action as GuestAction](guest) === null)
    expect(found.map(([state]) => state)).toEqual(allowed)
  })

  test.each([
    ['start', 'creating', 'GUEST_NOT_CREATED'],
    ['start', 'running', 'GUEST_RUNNING'],
    ['start', 'lost', 'GUEST_LOST'],
    ['start', 'migrating', 'GUEST_MIGRATING'],
    ['stop', 'stopped', 'GUEST_STOPPED']
  ] as const)('%s of a %s guest is refused as %s, naming it', (action, state, code) => {
    expect(() => allow(action, states[state])).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining('web-1') })
    )
  })

  test('media, modules and snapshots have a word in it', () => {
    const running = { ...stopped, running: true }
    expect(guestRules.insertMedia({ ...running, media_attached: true })).toBe('MEDIA_ATTACHED')
    expect(guestRules.ejectMedia({ ...running, media_attached: true })).toBeNull()
    expect(() => allow('setPassword', { ...running, modules: [] })).toThrow('without the module "qemu"')
    expect(() => allow('resetSystem', { ...stopped, snapshots: 2 })).toThrow('has 2 snapshot(s)')
  })

  test('a failed creation can be cleared away', () => {
    expect(guestRules.forceRemove({ ...stopped, created: false, error: 'the disk is full' })).toBeNull()
  })
})
