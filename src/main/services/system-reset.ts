import { randomUUID } from 'node:crypto'
import type { Job } from '@shared/contract'
import { AppError, fail } from '@shared/contract/errors'
import type { Guest } from '@shared/contract/guest'
import { isSeen, sightOf } from '@shared/rules/visibility'
import type { Driver, DriverOptions } from '@main/drivers/driver'
import type { Caller, TaskCall } from '@main/kernel/call'
import type { Logger } from '@main/kernel/logger'
import type { Database } from '@main/store/database'
import type { GuestRecord, GuestRepository } from '@main/store/repositories/guest-repository'
import { optionsOf, readyFor } from './guest-job'
import type { GuestLocks } from './guest-locks'
import type { GuestSpecs } from './guest-specs'
import type { GuestView } from './guest-view'
import type { Hypervisors } from './hypervisors'
import { cloneSourceOf, type Images, type StoredFile } from './images'
import type { LiveState } from './live-state'

interface Deps {
  readonly db: Database
  readonly guests: GuestRepository
  readonly diskImages: Images
  readonly hypervisors: Hypervisors
  readonly live: LiveState
  readonly view: GuestView
  readonly locks: GuestLocks
  readonly specs: GuestSpecs
  readonly log: Logger
}

interface Attempt {
  readonly options: DriverOptions
  /** True after a crash, when the disk may be the new one already. */
  readonly isAgain: boolean
}

const WHAT = 'its system is being reset'

/**
 * Puts a fresh copy of an image in the place of a guest's system disk. The record says so before the work starts, and
 * both images stay in use until it ends, so that after a crash the reset is done again and the guest is never
 * without the image under its disk.
 */
export class SystemReset {
  readonly #deps: Deps
  readonly #closing = new AbortController()
  readonly #goingOn = new Set<Promise<void>>()
  /** Called when a reset that was done again has ended. */
  onEnd: () => void = () => undefined

  constructor(deps: Deps) {
    this.#deps = deps
  }

  prepare(
    { id, from_image }: { readonly id: string; readonly from_image: string },
    caller: Caller
  ): Job<TaskCall, Guest> {
    const { db, guests, diskImages, view } = this.#deps
    const ready = (): Guest => {
      const guest = readyFor('resetSystem', id, this.#deps)
      if (!isSeen(sightOf(caller, 'disk_image'), diskImages.get(from_image)))
        fail('IMAGE_NOT_FOUND', { id: from_image })
      fitting(guest, diskImages.fileOf(from_image))
      return guest
    }
    return {
      subject: id,
      title: ready().name,
      reserve: () => {
        ready()
        guests.setReset(id, { resetting: true, reset_image: from_image })
        db.afterCommit(() => view.announce(id))
      },
      run: (call) => this.#hold(id, { options: optionsOf(call), isAgain: false })
    }
  }

  /** Does again what the application's end cut off; `guest` is on a cell that has just been connected. */
  goOn({ id, name }: GuestRecord): void {
    const options = { signal: this.#closing.signal, progress: { report: () => undefined } }
    const again = this.#hold(id, { options, isAgain: true }).then(
      () => this.onEnd(),
      (cause: unknown) => {
        this.#deps.log.error(`the system of guest ${name} could not be reset again`, cause)
        this.onEnd()
      }
    )
    this.#goingOn.add(again)
    void again.finally(() => this.#goingOn.delete(again))
  }

  /** Stops what goes on; the next start does it again. */
  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.all(this.#goingOn)
  }

  #hold(id: string, how: Attempt): Promise<Guest> {
    const { view, locks } = this.#deps
    return locks.hold(view.get(id), WHAT, async () => {
      await this.#replace(id, how)
      return view.get(id)
    })
  }

  async #replace(id: string, { options, isAgain }: Attempt): Promise<void> {
    const { guests, diskImages, hypervisors, live, specs } = this.#deps
    const before = guests.find(id) ?? fail('GUEST_NOT_FOUND', { id })
    const after: GuestRecord = {
      ...before,
      from_image: before.reset_image,
      reset_image: '',
      resetting: false,
      ...freshAccount(before)
    }
    const report = (fraction: number | null, message: string): void => {
      live.setProgress(id, Math.floor((fraction ?? 0) * 100))
      options.progress.report(fraction, message)
    }
    const replace = async (driver: Driver): Promise<void> => {
      const image = fitting(before, diskImages.fileOf(before.reset_image))
      const source = cloneSourceOf(image, before.clone === 'linked')
      const disk = { index: 0, size: before.disks[0] ?? 0, source }
      if (before.cloud_init) await driver.guests.define(specs.of(after))
      try {
        await driver.disks.replace({ id }, disk, { signal: options.signal, progress: { report } })
      } catch (cause) {
        if (before.cloud_init) await driver.guests.define(specs.of(before)).catch(() => undefined)
        throw cause
      }
    }
    live.setProgress(id, 0)
    try {
      await hypervisors.use(before.cell, replace)
    } catch (cause) {
      this.#giveUp(before, isAgain || isOffline(cause))
      throw cause
    }
    this.#end(after)
  }

  /** The old disk is in its place; where that is not sure, the image stays in use. */
  #giveUp(before: GuestRecord, mayBeDone: boolean): void {
    // What is broken off while it is done again is done once more by the next start.
    if (this.#closing.signal.aborted) return
    this.#end({ ...before, resetting: false, reset_image: mayBeDone ? before.reset_image : '' })
  }

  #end(guest: GuestRecord): void {
    const { db, guests, view } = this.#deps
    db.transaction(() => {
      guests.setReset(guest.id, guest)
      db.afterCommit(() => view.announce(guest.id))
    })
  }
}

/** A new instance makes cloud-init start over, with the password that was set last; a system without it has that no more. */
function freshAccount({ cloud_init: before, auth_user, auth_password }: GuestRecord): Partial<GuestRecord> {
  if (!before) return { auth_user: '', auth_password: '' }
  const admin_secret = auth_user === before.admin_name ? auth_password : before.admin_secret
  const cloud_init = { ...before, admin_secret, instance_id: randomUUID() }
  // User-data of the guest's own may make any account.
  if (before.user_data !== '') return { cloud_init, auth_user: '', auth_password: '' }
  return { cloud_init, auth_user: before.admin_name, auth_password: admin_secret }
}

const isOffline = (cause: unknown): boolean => cause instanceof AppError && cause.code === 'CELL_OFFLINE'

/** Refuses an image that is larger than the system disk it is for. */
function fitting({ disks: [given = 0] }: Pick<GuestRecord, 'disks'>, image: StoredFile): StoredFile {
  if (given < image.virtual_size) fail('DISK_TOO_SMALL', { image: image.name, needed: image.virtual_size, given })
  return image
}
