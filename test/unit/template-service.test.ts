import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SystemVersion } from '@shared/contract/guest'
import { firstTemplates } from '@shared/rules/system-versions'
import { createWorld, type World } from '../support/world'

const settings = {
  name: 'Debian',
  admin: 'debian',
  operating_system: 'linux',
  disk: 'scsi',
  network: 'virtio'
} as const

describe('system templates', () => {
  let world: World
  beforeEach(async () => void (world = await createWorld()))
  afterEach(() => world.close())

  test('the first five are those of the five system versions, with a date', async () => {
    const list = await world.client.template.list({})
    expect(list.map(({ id }) => id).sort()).toEqual(['centos6', 'centos7', 'general', 'legacy', 'win2012'])
    expect(list.map(({ name }) => name)).toEqual(list.map(({ name }) => name).sort())
    for (const { id } of list) {
      const template = await world.client.template.get({ id })
      expect(template).toMatchObject(firstTemplates[id as SystemVersion])
      expect(template.created_time).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
    }
  })

  test('is made, changed in part and deleted, and every window hears of it', async () => {
    const { id } = await world.client.template.create(settings)
    expect(await world.client.template.get({ id })).toMatchObject({ ...settings, display: 'vga', usb: '' })
    await world.client.template.modify({ id, disk: 'ide', tablet: 'usb' })
    expect(await world.client.template.get({ id })).toMatchObject({ ...settings, disk: 'ide', tablet: 'usb' })
    await world.client.template.remove({ id })
    await expect(world.client.template.get({ id })).rejects.toMatchObject({ code: 'TEMPLATE_NOT_FOUND' })
    const told = world.notices.filter(({ name }) => name.startsWith('template.'))
    expect(told.map(({ name }) => name)).toEqual(['template.changed', 'template.changed', 'template.removed'])
    expect(told[1]?.payload).toMatchObject({ id, disk: 'ide' })
  })

  test('a name is given once', async () => {
    const { id } = await world.client.template.create(settings)
    await expect(world.client.template.create(settings)).rejects.toMatchObject({ code: 'TEMPLATE_NAME_TAKEN' })
    await expect(world.client.template.modify({ id, name: 'General' })).rejects.toMatchObject({
      code: 'TEMPLATE_NAME_TAKEN'
    })
    await world.client.template.modify({ id, name: 'Debian', admin: 'root' })
    expect(await world.client.template.get({ id })).toMatchObject({ name: 'Debian', admin: 'root' })
  })

  test.each(['get', 'modify', 'remove'] as const)('%s of an unknown one is refused', async (what) => {
    await expect(world.client.template[what]({ id: 'none' })).rejects.toMatchObject({ code: 'TEMPLATE_NOT_FOUND' })
  })
})
