import { describe, expect, test } from 'vitest'
import { NewGuest } from '@shared/contract/guest'
import { demoFleet, type FleetGuest } from '@main/drivers/simulated/demo-fleet'
import { openSimulatedDriver } from '@main/drivers/simulated/simulated-driver'
import { specOf } from '../drivers/conformance-parts'
import { fastClock } from '../drivers/simulated-rig'

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

describe('the demo fleet', () => {
  test('is the same for the same seed, and another for another', () => {
    const listed = (seed: number) => ({
      ...demoFleet({ guests: 50, seed }),
      guests: [...demoFleet({ guests: 50, seed }).guests]
    })
    expect(listed(4)).toEqual(listed(4))
    expect(listed(4).guests).not.toEqual(listed(5).guests)
  })

  test('has as many guests as wished, of kinds one would meet', () => {
    const guests = [...demoFleet({ guests: 1000, seed: 1 }).guests]
    expect(guests).toHaveLength(1000)
    expect(guests[0]?.name).toMatch(/^[a-z-]+-101$/)
    const kinds = new Set(guests.map(({ name }) => name.replace(/-\d+$/, '')))
    for (const kind of ['course-net', 'desk', 'web', 'db', 'ci-runner']) expect(kinds).toContain(kind)
    const running = guests.filter((guest) => guest.running).length
    expect(running).toBeGreaterThan(500)
    expect(running).toBeLessThan(900)
    expect(new Set(guests.map((guest) => guest.system))).toEqual(new Set(['linux', 'windows']))
  })

  test.each([
    [1, 4],
    [500, 4],
    [501, 5],
    [10_000, 80]
  ])('of %i guests has %i cells, in every pool at least one', (guests, count) => {
    const { pools, cells } = demoFleet({ guests, seed: 1 })
    expect(cells).toHaveLength(count)
    expect(new Set(cells.map(({ pool }) => pool))).toEqual(new Set(pools.map(({ name }) => name)))
    expect(new Set(cells.map(({ name }) => name)).size).toBe(count)
    expect(new Set(cells.map(({ connection }) => connection.seed)).size).toBe(count)
    expect(cells[0]?.name).toBe('rack1-a')
  })

  test('puts every guest on a cell of its pool that has room for all of its guests at once', () => {
    const fleet = demoFleet({ guests: 2000, seed: 9 })
    const byCell = Map.groupBy(fleet.guests, ({ cell }) => cell)
    for (const { name, pool, connection } of fleet.cells) {
      const guests: FleetGuest[] = byCell.get(name) ?? []
      expect(guests.every((guest) => guest.pool === pool)).toBe(true)
      expect(sum(guests.map(({ memory }) => memory))).toBeLessThan(connection.memory * 2)
      expect(sum(guests.flatMap(({ disks }) => disks))).toBeLessThan(connection.disk * 2)
      byCell.delete(name)
    }
    expect([...byCell.keys()]).toEqual([])
  })

  test('a hundred thousand guests differ in id, name, address and network card', () => {
    const seen = { id: new Set(), name: new Set(), address: new Set(), ethernet_address: new Set() }
    for (const guest of demoFleet({ guests: 100_000, seed: 2 }).guests)
      for (const field of Object.keys(seen) as (keyof typeof seen)[]) seen[field].add(guest[field])
    for (const [field, values] of Object.entries(seen)) expect(values.size, field).toBe(100_000)
  })

  test('every guest could have been asked for by a person', () => {
    for (const guest of demoFleet({ guests: 300, seed: -3 }).guests) {
      expect(() => NewGuest.parse(guest)).not.toThrow()
      expect(guest.ethernet_address).toMatch(/^00:16:3e(:[0-9a-f]{2}){3}$/)
      expect(guest.address).toMatch(/^10\.\d+\.\d+\.\d+$/)
      expect(guest.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
    }
  })

  test('its cells are busy at noon, and have room for more', async () => {
    const clock = { ...fastClock, now: () => new Date('2026-11-23T12:00:00Z') }
    const fleet = demoFleet({ guests: 2000, seed: 11 })
    const byCell = Map.groupBy(fleet.guests, ({ cell }) => cell)
    for (const { name, connection } of fleet.cells) {
      const driver = openSimulatedDriver({ connection, clock })
      for (const { id, cores, memory, disks, running } of byCell.get(name) ?? [])
        driver.seedGuest(specOf({ id, cores, memory }), { running, disks })
      const facts = await driver.host()
      expect(facts.cpu_usage, name).toBeGreaterThan(8)
      expect(facts.cpu_usage, name).toBeLessThan(80)
      expect(facts.memory_available / facts.memory, name).toBeGreaterThan(0.15)
      expect(facts.disk_available / facts.disk, name).toBeGreaterThan(0.3)
    }
  })

  test('is made as it is taken, and can be taken twice', () => {
    const { guests } = demoFleet({ guests: 1_000_000, seed: 1 })
    const [first, second] = guests
    expect([first?.name, second?.name]).toEqual([expect.stringMatching(/-101$/), expect.stringMatching(/-102$/)])
    const [again] = guests
    expect(again).toEqual(first)
  })
})
