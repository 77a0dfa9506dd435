import type { Guest } from '@shared/contract/guest'
import type { GuestPower } from '@main/drivers/driver'
import type { Database } from '@main/store/database'
import type { Commit } from '@main/store/group-commit'
import type { GuestRepository } from '@main/store/repositories/guest-repository'
import type { GuestSpecs } from './guest-specs'
import type { GuestView } from './guest-view'
import type { Hypervisors } from './hypervisors'
import type { Images } from './images'
import type { LiveState } from './live-state'

interface Deps {
  readonly db: Database
  readonly guests: GuestRepository
  readonly commit: Commit
  readonly specs: GuestSpecs
  readonly hypervisors: Hypervisors
  readonly mediaImages: Images
  readonly live: LiveState
  readonly view: GuestView
}

/** Switches guests on and off and remembers what their hypervisor says of them afterwards. */
export class InstancePower {
  readonly #deps: Deps
  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Starts a guest; `source` is a media image to boot from. */
  async start({ id, cell }: Guest, source?: string): Promise<void> {
    const { guests, specs, hypervisors, mediaImages } = this.#deps
    const media = source === undefined ? undefined : mediaImages.fileOf(source).path
    const record = guests.find(id)
    await this.#keepOff(id, false)
    const now = await hypervisors.use(cell, async (driver) => {
      // Its address pool may be another than at its last start.
      if (record && record.allocated_address !== '') await driver.guests.define(specs.of(record))
      await driver.power.start({ id }, media === undefined ? {} : { media })
      return driver.power.state({ id })
    })
    this.learn(id, { ...now, ...(media !== undefined && { media }) })
  }

  async forceOff({ id, cell }: Guest): Promise<void> {
    await this.#keepOff(id, true)
    const now = await this.#deps.hypervisors.use(cell, async (driver) => {
      await driver.power.forceOff({ id })
      return driver.power.state({ id })
    })
    this.learn(id, now)
  }

  async stop(guest: Guest, { reboot, force }: { reboot: boolean; force: boolean }): Promise<void> {
    const { id, cell } = guest
    if (force && !reboot) return this.forceOff(guest)
    if (!reboot) await this.#keepOff(id, true)
    await this.#deps.hypervisors.use(cell, ({ power }) =>
      reboot ? (force ? power.reset({ id }) : power.reboot({ id })) : power.shutdown({ id })
    )
  }

  async insertMedia({ id, cell }: Guest, source: string): Promise<void> {
    const { path } = this.#deps.mediaImages.fileOf(source)
    await this.#deps.hypervisors.use(cell, (driver) => driver.media.insert({ id }, path))
    this.learn(id, { ...this.#deps.live.of(id), media: path })
  }

  async ejectMedia({ id, cell }: Guest): Promise<void> {
    await this.#deps.hypervisors.use(cell, (driver) => driver.media.eject({ id }))
    this.learn(id, { ...this.#deps.live.of(id), media: '' })
  }

  /** Remembers that somebody wants a guest off, or on again: the next start of the application goes by it. */
  async #keepOff(id: string, off: boolean): Promise<void> {
    const { guests, commit } = this.#deps
    if (guests.isKeptOff(id) !== off) await commit(() => guests.keepOff(id, off))
  }

  /** Takes in what a hypervisor said, and tells the windows if it is news. */
  learn(id: string, now: GuestPower & { readonly media?: string }): void {
    const { db, guests, live, view } = this.#deps
    if (now.power === 'stopped' && guests.find(id)?.started_with) db.transaction(() => guests.forgetStart(id))
    if (live.set(id, now)) view.announce(id)
  }
}
