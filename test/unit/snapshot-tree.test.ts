import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { neededBy, withCurrent, withoutTaken, withTaken, type SnapshotLink } from '@shared/rules/snapshot-tree'

/** What a disk has: the writes that made it, in order. */
type Content = readonly number[]

/**
 * Disks kept as files that hold what was written since the one below, as a hypervisor keeps them. What the tree
 * says of who goes on from whom decides which file's writes go where.
 */
class Layers {
  tree: SnapshotLink[] = []
  readonly #files = new Map<string, Content>()
  #live: Content = []

  get current(): string {
    return this.tree.find(({ current }) => current)?.name ?? ''
  }

  write(value: number): void {
    this.#live = [...this.#live, value]
  }

  create(name: string): void {
    this.tree = withTaken(this.tree, { name })
    this.#files.set(name, this.#live)
    this.#live = []
  }

  restore(name: string): void {
    this.tree = withCurrent(this.tree, name)
    this.#live = []
  }

  remove(name: string): void {
    const file = this.#files.get(name) ?? []
    const child = this.tree.find(({ backing }) => backing === name)?.name
    if (child !== undefined) this.#files.set(child, [...file, ...(this.#files.get(child) ?? [])])
    else if (this.current === name) this.#live = [...file, ...this.#live]
    this.tree = withoutTaken(this.tree, name)
    this.#files.delete(name)
  }

  /** What is read through a snapshot's file and all below it. */
  contentOf(name: string): Content {
    const backing = this.tree.find((snapshot) => snapshot.name === name)?.backing
    return backing === undefined ? [] : [...this.contentOf(backing), ...(this.#files.get(name) ?? [])]
  }

  get live(): Content {
    return [...this.contentOf(this.current), ...this.#live]
  }
}

/** The tiny model: whole copies, and no files that build on others. */
class Copies {
  readonly taken = new Map<string, Content>()
  live: Content = []
}

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const step = fc.oneof(
  fc.record({ what: fc.constant('write' as const), value: fc.nat(99) }),
  fc.record({ what: fc.constantFrom('create' as const, 'restore' as const, 'remove' as const), name })
)

/** One step on both, unless the rules refuse it. */
function take(real: Layers, model: Copies, order: typeof step extends fc.Arbitrary<infer O> ? O : never): void {
  if (order.what === 'write') {
    real.write(order.value)
    model.live = [...model.live, order.value]
    return
  }
  const isThere = model.taken.has(order.name)
  if (order.what === 'create' && !isThere) {
    real.create(order.name)
    model.taken.set(order.name, model.live)
  } else if (order.what === 'restore' && isThere) {
    real.restore(order.name)
    model.live = model.taken.get(order.name) ?? []
  } else if (order.what === 'remove' && isThere && neededBy(real.tree, order.name).length === 0) {
    real.remove(order.name)
    model.taken.delete(order.name)
  }
}

describe('the tree of snapshots', () => {
  test('whatever is done to it, every snapshot and the guest read what whole copies would', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const [real, model] = [new Layers(), new Copies()]
        for (const order of steps) {
          take(real, model, order)
          expect(real.tree.map((snapshot) => snapshot.name).toSorted()).toEqual([...model.taken.keys()].toSorted())
          for (const [taken, content] of model.taken) expect(real.contentOf(taken)).toEqual(content)
          expect(real.live).toEqual(model.live)
        }
      }),
      { numRuns: 300 }
    )
  })

  test('there is one root and one current snapshot, unless there is none at all', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const [real, model] = [new Layers(), new Copies()]
        for (const order of steps) take(real, model, order)
        const expected = real.tree.length === 0 ? 0 : 1
        expect(real.tree.filter(({ current }) => current)).toHaveLength(expected)
        expect(real.tree.filter(({ backing }) => backing === '')).toHaveLength(expected)
      })
    )
  })

  test.each([
    ['a leaf', 'c', []],
    ['one with a single child', 'b', []],
    ['the root of two branches', 'a', ['b', 'd']],
    ['the current one that nothing is taken on', 'd', []]
  ])('%s is needed by just those that would lose their ground', (_what, victim, expected) => {
    const tree = [
      { name: 'a', backing: '', current: false },
      { name: 'b', backing: 'a', current: false },
      { name: 'c', backing: 'b', current: false },
      { name: 'd', backing: 'a', current: true }
    ]
    expect(neededBy(tree, victim)).toEqual(expected)
    expect(neededBy(withCurrent(tree, 'b'), 'b')).toEqual(['c'])
  })
})
