import { duplexPair } from 'node:stream'
import { expect, test } from 'vitest'
import { Tickets, type Pipe } from '@main/kernel/tickets'
import { ShiftedClock } from '../support/shifted-clock'

const pipe: Pipe = { kind: 'console', open: async () => duplexPair()[0] }

test('a ticket opens what it was issued for, once', () => {
  const tickets = new Tickets(new ShiftedClock())
  const [first, second] = [tickets.issue(pipe), tickets.issue({ ...pipe })]
  expect(tickets.redeem(first)).toBe(pipe)
  expect(() => tickets.redeem(first)).toThrow('used before')
  expect(tickets.redeem(second)).not.toBe(pipe)
})

test('a ticket waits 15 seconds for its taker, and no longer', () => {
  const clock = new ShiftedClock()
  const tickets = new Tickets(clock)
  const [soon, late] = [tickets.issue(pipe), tickets.issue(pipe)]
  clock.pass(14)
  expect(tickets.redeem(soon)).toBe(pipe)
  clock.pass(1)
  expect(() => tickets.redeem(late)).toThrow('longer than 15 seconds')
})

test.each(['', 'unknown', '__proto__', 'undefined'])('%j opens nothing', (id) =>
  expect(() => new Tickets(new ShiftedClock()).redeem(id)).toThrow('unknown')
)
