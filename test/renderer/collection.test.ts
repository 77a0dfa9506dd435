import { describe, expect, it } from 'vitest'
import { AppError } from '@shared/contract/errors'
import type { Guest } from '@shared/contract/guest'
import { createApi } from '@/api'
import { collection } from '@/stores/collection'
import { until } from './support/until'
import { FakeCore } from './support/fake-core'
import { aGuest } from './support/samples'

function guestsOf(load: () => Promise<readonly Guest[]>) {
  const core = new FakeCore()
  const guests = collection<Guest>(createApi(core), {
    load,
    idOf: ({ id }) => id,
    changed: 'guest.changed',
    removed: 'guest.removed'
  })
  const changed = (patch: Partial<Guest>): void => core.announce({ name: 'guest.changed', payload: aGuest(patch) })
  const removed = (id: string): void => core.announce({ name: 'guest.removed', payload: { id } })
  const names = (): string[] => guests.all.value.map(({ name }) => name)
  const whenNamed = (...wanted: string[]) => until(`guests ${wanted.join()}`, () => names().join() === wanted.join())
  return { core, guests, changed, removed, names, whenNamed }
}

/** A load that is answered by hand. */
function heldLoad() {
  const { promise, resolve } = Promise.withResolvers<readonly Guest[]>()
  return { load: () => promise, answer: resolve }
}

describe('a collection', () => {
  it('shows what was loaded, and then what events tell', async () => {
    const { guests, changed, removed, whenNamed } = guestsOf(async () => [aGuest({ id: 'a', name: 'a' })])
    await guests.load()
    await whenNamed('a')

    changed({ id: 'b', name: 'b', revision: 2 })
    await whenNamed('a', 'b')

    removed('a')
    await whenNamed('b')
  })

  it('never replaces a newer state with an older one', async () => {
    const { guests, changed, whenNamed } = guestsOf(async () => [aGuest({ id: 'a', name: 'loaded', revision: 5 })])
    await guests.load()

    changed({ id: 'a', name: 'older', revision: 4 })
    changed({ id: 'b', name: 'newest', revision: 9 })
    changed({ id: 'b', name: 'late', revision: 8 })

    await whenNamed('loaded', 'newest')
  })

  it('keeps what an event told while a load was on its way', async () => {
    const { load, answer } = heldLoad()
    const { guests, changed, whenNamed } = guestsOf(load)
    const loading = guests.load()
    changed({ id: 'a', name: 'told meanwhile', revision: 7 })

    answer([aGuest({ id: 'a', name: 'read before', revision: 6 })])
    await loading

    await whenNamed('told meanwhile')
  })

  it('does not bring back what was removed while a load was on its way', async () => {
    const { load, answer } = heldLoad()
    const { guests, removed, names } = guestsOf(load)
    const loading = guests.load()
    removed('a')

    answer([aGuest({ id: 'a' }), aGuest({ id: 'b', name: 'b' })])
    await loading

    expect(names()).toEqual(['b'])
  })

  it('keeps what it knows when a load fails, and says why', async () => {
    let fails = false
    const { guests, names } = guestsOf(async () => {
      if (fails) throw new AppError('NOT_CONNECTED', {})
      return [aGuest({ name: 'known' })]
    })
    await guests.load()
    fails = true

    await guests.load()

    expect(names()).toEqual(['known'])
    expect(guests.problem.value).toMatchObject({ code: 'NOT_CONNECTED' })
  })

  it('loads again when the connection is back', async () => {
    let state = [aGuest({ id: 'a', name: 'a' })]
    const { core, guests, whenNamed } = guestsOf(async () => state)
    await guests.load()
    state = [aGuest({ id: 'b', name: 'b' })]

    core.setConnected(false)
    core.setConnected(true)

    await whenNamed('b')
  })

  it('forgets everything when cleared, a load on its way included', async () => {
    const { load, answer } = heldLoad()
    const { guests, names } = guestsOf(load)
    const loading = guests.load()

    guests.clear()
    answer([aGuest()])
    await loading

    expect(names()).toEqual([])
    expect(guests.loaded.value).toBe(false)
  })
})
