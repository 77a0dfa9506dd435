import { seenAddresses } from '@shared/rules/address-rules'
import { DriverError } from '@main/drivers/driver'
import type { Clock } from '@main/kernel/clock'
import type { GuestRepository } from '@main/store/repositories/guest-repository'
import { eachOf } from './each-of'
import type { GuestView } from './guest-view'
import type { Hypervisors } from './hypervisors'
import type { LiveState } from './live-state'
import type { RunningGuests } from './running-guests'

interface Deps {
  readonly guests: GuestRepository
  /** Those with an agent. */
  readonly running: RunningGuests
  readonly hypervisors: Hypervisors
  readonly live: LiveState
  readonly view: GuestView
  readonly clock: Clock
}

/** How long an agent is left alone that has told no address, and one that has (api/semantics 3.5). */
const UNKNOWN_MS = 30_000
const KNOWN_MS = 120_000
/** Agents of a cell that are asked at a time. */
const AT_ONCE = 4

/** Learns the addresses of running guests from the agents inside; each is asked seldom, and nobody waits for one. */
export class AgentAddresses {
  readonly #deps: Deps
  readonly #cells = new Set<string>()
  readonly #over = new AbortController()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Asks the agents on a cell whose turn it is, unless it is being asked. */
  async look(cell: string): Promise<void> {
    const due = [...this.#deps.running.on(cell)].filter((id) => this.#isDue(id))
    if (due.length === 0 || this.#cells.has(cell)) return
    this.#cells.add(cell)
    try {
      await eachOf(due, { most: AT_ONCE, signal: this.#over.signal }, (id) => this.#ask(cell, id))
    } finally {
      this.#cells.delete(cell)
    }
  }

  close(): void {
    this.#over.abort()
  }

  #isDue(id: string): boolean {
    const seen = this.#deps.live.addressesOf(id)
    if (!seen) return true
    return this.#deps.clock.now().getTime() - seen.asked >= (seen.internal === '' ? UNKNOWN_MS : KNOWN_MS)
  }

  async #ask(cell: string, id: string): Promise<void> {
    const { guests, hypervisors, live, view, clock } = this.#deps
    const state = hypervisors.stateOf(cell)
    const agent = state.alive ? state.driver.agent : undefined
    if (!agent) return
    const { since } = live.of(id)
    const told = await agent.addresses({ id }).catch((cause: unknown) => {
      // One that is silent now keeps what it has told before.
      if (cause instanceof DriverError) return undefined
      throw cause
    })
    // What was told is of no use to a guest that was switched off meanwhile.
    if (this.#over.signal.aborted || live.of(id).power === 'stopped' || live.of(id).since !== since) return
    const record = guests.find(id)
    if (!record) return
    const before = live.addressesOf(id) ?? { internal: '', external: '' }
    const now = told ? seenAddresses(told, record.allocated_address) : before
    live.setAddresses(id, { ...now, asked: clock.now().getTime() })
    if (now.internal !== before.internal || now.external !== before.external) view.announce(id)
  }
}
