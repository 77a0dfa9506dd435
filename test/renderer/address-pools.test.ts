import { describe, expect, it } from 'vitest'
import type { AddressPool, AddressRange, Lease } from '@shared/contract/address-pool'
import { AppError } from '@shared/contract/errors'
import { choose } from './support/choose'
import { FakeCore, type Answers } from './support/fake-core'
import { pagesOf } from './support/guest-window'
import { aGuest, aPool, quietCore } from './support/samples'
import { giveSize } from './support/screen-size'
import { until } from './support/until'
import { TestWindow } from './support/window'

const pools: AddressPool[] = [
  { name: 'lab-net', gateway: '10.0.0.1', dns: ['10.0.0.2'], provider: 'dhcp', addresses: 20, allocated: 19 },
  { name: 'spare', gateway: 'fe80::1', dns: [], provider: 'cloudinit', addresses: 0, allocated: 0 }
]
const ranges: AddressRange[] = [
  { start: '10.0.0.10', end: '10.0.0.19', netmask: '255.255.255.0', capacity: 10 },
  { start: '10.0.0.30', end: '10.0.0.39', netmask: '255.255.255.0', capacity: 10 }
]
const allocated: Lease[] = [
  { address: '10.0.0.10', instance: 'g1' },
  { address: '10.0.0.11', instance: 'unseen' }
]

async function pageWith(answers: Answers = {}, path = '/address-pools') {
  giveSize(600, 500)
  const core = new FakeCore({
    ...quietCore(),
    ...pagesOf([aGuest({ id: 'g1', name: 'web-1', running: true })]),
    'addressPool.list': () => pools,
    'addressPool.get': () => ({ gateway: '10.0.0.1', dns: ['10.0.0.2'], provider: 'dhcp', ranges, allocated }),
    'addressPool.listRanges': () => [],
    'computePool.list': () => [aPool({ name: 'lab', network: 'lab-net' })],
    ...answers
  })
  const window = new TestWindow(core, path)
  await window.find('.menu')
  return { core, window }
}
const textOf = (selector: string) => document.querySelector(selector)?.textContent
const isDisabled = (selector: string) => document.querySelector<HTMLButtonElement>(selector)?.disabled
const leased = () =>
  [...document.querySelectorAll<HTMLElement>('[data-lease]')].map(({ dataset }) => dataset['lease']).toSorted()

describe('the list of address pools', () => {
  it('shows how full each is and who uses it, and follows what the core tells', async () => {
    const { core, window } = await pageWith()
    await window.find('[data-address-pool=lab-net]')
    expect(textOf('[data-address-pool=lab-net]')).toMatch(/10\.0\.0\.1.*10\.0\.0\.2.*DHCP.*19 of 20.*lab/s)
    expect(textOf('[data-address-pool=spare]')).toMatch(/fe80::1.*cloud-init.*No addresses yet/s)
    core.announce({ name: 'address_pool.changed', payload: { ...pools[0]!, allocated: 20 } })
    await until('the news', () => textOf('[data-address-pool=lab-net]')?.includes('20 of 20'))
  })

  it('says why one is not deleted, deletes another, and changes one', async () => {
    const { core, window } = await pageWith({ 'addressPool.remove': () => ({}), 'addressPool.modify': () => ({}) })
    await window.click('[data-address-pool=lab-net]')
    await window.says('Address pool “lab-net” is used by compute pool lab; choose another one there first')
    expect(isDisabled('.panel [data-test=remove]')).toBe(true)
    await window.click('.panel [data-test=edit]')
    await window.type('input[data-test=gateway]', '10.0.0')
    await window.says('Write an IPv4 or IPv6 address')
    await window.type('input[data-test=gateway]', '10.0.0.254')
    await window.click('[data-test=submit]')
    await until('the change', () => core.askedOf('addressPool.modify').length)
    expect(core.askedOf('addressPool.modify')).toEqual([
      { pool: 'lab-net', gateway: '10.0.0.254', dns: ['10.0.0.2'], provider: 'dhcp' }
    ])

    await window.click('[data-address-pool=spare]')
    await until('the other panel', () => isDisabled('.panel [data-test=remove]') === false)
    await window.click('.panel [data-test=remove]')
    await window.click('[data-test=confirm]')
    await until('the deletion', () => core.askedOf('addressPool.remove').length)
    expect(core.askedOf('addressPool.remove')).toEqual([{ pool: 'spare' }])
  })

  it('makes one, and goes on to its page', async () => {
    const { core, window } = await pageWith({ 'addressPool.create': () => ({}) })
    await window.click('[data-test=create-pool]')
    await window.type('input[data-test=name]', 'course')
    await window.type('input[data-test=gateway]', '172.16.3.254')
    await choose(window, 'provider', 'cloud-init')
    await window.click('[data-test=submit]')
    await until('the order', () => core.askedOf('addressPool.create').length)
    expect(core.askedOf('addressPool.create')).toEqual([
      { pool: 'course', gateway: '172.16.3.254', dns: [], provider: 'cloudinit' }
    ])
    await until('its page', () => location.hash === '#/address-pools/course')
    await window.says('This address pool is not there any more')
  })
})

describe('the page of an address pool', () => {
  const path = '/address-pools/lab-net'

  it('shows its ranges, and which guest has which address', async () => {
    const { core, window } = await pageWith({}, path)
    await window.find('[data-lease="10.0.0.10"]')
    expect(textOf('[data-lease="10.0.0.10"]')).toMatch(/web-1.*Running/s)
    expect(textOf('[data-lease="10.0.0.11"]')).toContain('unseen')
    expect(textOf('[data-range="10.0.0.10"]')).toContain('2 of 10')

    await window.click('[data-range="10.0.0.30"]')
    await window.says('No guest has an address yet')
    await window.click('[data-range="10.0.0.30"]')
    await window.type('input[data-test=lease-filter]', 'web')
    await until('one lease', () => leased().join() === '10.0.0.10')

    const asked = core.askedOf('addressPool.get').length
    core.announce({ name: 'address_pool.changed', payload: { ...pools[0]!, allocated: 3 } })
    await until('it to be read again', () => core.askedOf('addressPool.get').length > asked)
  })

  it('adds a range that can stand beside the others', async () => {
    const { core, window } = await pageWith({ 'addressPool.addRange': () => ({}) }, path)
    await window.click('[data-test=add-range]')
    await window.type('input[data-test=start]', '10.0.0')
    await window.says('Write an IPv4 address such as 172.16.3.10')
    await window.type('input[data-test=start]', '10.0.0.15')
    await window.type('input[data-test=end]', '10.0.0.12')
    await window.says('The last address is before the first')
    await window.type('input[data-test=end]', '10.0.1.12')
    await window.says('The last address is outside the network of the first')
    await window.type('input[data-test=end]', '10.0.0.25')
    await window.says('Overlaps 10.0.0.10 to 10.0.0.19')
    await window.type('input[data-test=start]', '10.0.0.20')
    await window.says('6 addresses')
    await window.click('[data-test=submit]')
    await until('the order', () => core.askedOf('addressPool.addRange').length)
    expect(core.askedOf('addressPool.addRange')).toEqual([
      { pool: 'lab-net', type: 'internal', start: '10.0.0.20', end: '10.0.0.25', netmask: '255.255.255.0' }
    ])
  })

  it('removes a range without leases, and says why another stays', async () => {
    const { core, window } = await pageWith(
      {
        'addressPool.removeRange': () => {
          throw new AppError('RANGE_NOT_FOUND', { pool: 'lab-net', start: '10.0.0.30' })
        }
      },
      path
    )
    await window.says(
      'The range from 10.0.0.10 of address pool “lab-net” still has 2 leases; delete their guests first'
    )
    expect(isDisabled('[data-range="10.0.0.10"] [data-test=remove-range]')).toBe(true)
    await window.click('[data-range="10.0.0.30"] [data-test=remove-range]')
    await window.says('Address pool “lab-net” has no such range from 10.0.0.30')
    expect(core.askedOf('addressPool.removeRange')).toEqual([{ pool: 'lab-net', type: 'internal', start: '10.0.0.30' }])
  })
})
