import type { GuestPower } from '@main/drivers/driver'

/** What a guest does now. Kept in memory only; the hypervisor is always right. */
export interface LiveGuest extends GuestPower {
  /** Path of the ISO in its drive, '' for none. */
  readonly media: string
}

/** Where a guest is reached, as the agent inside tells: '' for not at all; and when it was asked last. */
export interface SeenAddresses {
  readonly internal: string
  readonly external: string
  /** Milliseconds since 1970. */
  readonly asked: number
}

const off: LiveGuest = { power: 'stopped', reason: '', since: 0, media: '' }

/** Power, media, addresses and creation progress of every guest: fast-changing facts that never touch the journal. */
export class LiveState {
  readonly #guests = new Map<string, LiveGuest>()
  readonly #progress = new Map<string, number>()
  readonly #addresses = new Map<string, SeenAddresses>()
  /** Who waits for a guest to be off. */
  readonly #waiting = new Map<string, (() => void)[]>()

  of(id: string): LiveGuest {
    return this.#guests.get(id) ?? off
  }

  idsWhere(matches: (guest: LiveGuest) => boolean): string[] {
    return [...this.#guests].filter(([, guest]) => matches(guest)).map(([id]) => id)
  }

  /** Says whether anything changed. A guest that is off has nothing in its drive (api/semantics 2.9). */
  set(id: string, now: GuestPower & { readonly media?: string }): boolean {
    const before = this.of(id)
    const media = now.power === 'stopped' ? '' : (now.media ?? before.media)
    this.#guests.set(id, { power: now.power, reason: now.reason, since: now.since, media })
    if (now.power === 'stopped') this.#goOff(id)
    return (
      before.power !== now.power || before.reason !== now.reason || before.media !== media || before.since !== now.since
    )
  }

  forget(id: string): void {
    this.#guests.delete(id)
    this.#progress.delete(id)
    this.#goOff(id)
  }

  /** Resolves when the guest is off, or no more. */
  async whenOff(id: string): Promise<void> {
    if (this.of(id).power === 'stopped') return
    await new Promise<void>((resolve) => this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), resolve]))
  }

  #goOff(id: string): void {
    this.#addresses.delete(id)
    for (const tell of this.#waiting.get(id) ?? []) tell()
    this.#waiting.delete(id)
  }

  /** Undefined for a guest that is off, or that was not asked since it is on. */
  addressesOf(id: string): SeenAddresses | undefined {
    return this.#addresses.get(id)
  }

  setAddresses(id: string, seen: SeenAddresses): void {
    this.#addresses.set(id, seen)
  }

  progressOf(id: string): number {
    return this.#progress.get(id) ?? 0
  }

  /** Percent. */
  setProgress(id: string, progress: number): void {
    this.#progress.set(id, progress)
  }
}
