import { fail } from '@shared/contract/errors'
import type { Guest, GuestDetails } from '@shared/contract/guest'
import { freeze } from '@shared/rules/frozen'
import type { Caller } from '@main/kernel/call'
import type { EventBus } from '@main/kernel/event-bus'
import type { Revisions } from '@main/kernel/revision'
import type { GuestRecord, GuestRepository } from '@main/store/repositories/guest-repository'
import type { Hypervisors } from './hypervisors'
import { imageOfFile } from './images'
import type { LiveState } from './live-state'

interface Deps {
  readonly guests: GuestRepository
  readonly live: LiveState
  readonly hypervisors: Hypervisors
  readonly bus: EventBus
  readonly revisions: Revisions
}

/** Guests as the API shows them: what is remembered, joined with what the hypervisor says now. */
export class GuestView {
  readonly #deps: Deps
  /** The guests that were looked at alone, and what they were made of beside their records. */
  readonly #known = new WeakMap<GuestRecord, { readonly now: readonly unknown[]; readonly guest: GuestDetails }>()
  constructor(deps: Deps) {
    this.#deps = deps
  }

  get(id: string): Guest {
    return this.of(this.#deps.guests.find(id) ?? fail('GUEST_NOT_FOUND', { id }))
  }

  /**
   * A guest alone, with the secret of its console for who may open it. It is the same frozen object, of the same
   * revision, until something about it changes: many look at a guest again and again.
   */
  details(id: string, { permissions }: Caller): GuestDetails {
    const { guests, live, hypervisors } = this.#deps
    const record = guests.find(id) ?? fail('GUEST_NOT_FOUND', { id })
    const monitor_secret = permissions.has('instance:operate') ? record.monitor_secret : ''
    // Each change makes its part anew.
    const now = [live.of(id), live.addressesOf(id), live.progressOf(id), hypervisors.stateOf(record.cell)]
    const known = this.#known.get(record)
    if (known?.guest.monitor_secret === monitor_secret && now.every((part, index) => part === known.now[index]))
      return known.guest
    const guest = freeze({ ...this.of(record), monitor_secret })
    this.#known.set(record, { now, guest })
    return guest
  }

  /** What is shown is named one by one: what is not, a secret among it, only the application itself may tell. */
  of(record: GuestRecord): Guest {
    const { id, name, owner, group, pool, cores, memory, disks, auto_start, system, system_version } = record
    const { template, modules, qos, ports, snapshots, migrating, from_image, clone, ethernet_address } = record
    const { allocated_address, create_time, tags } = record
    const { live, hypervisors, revisions } = this.#deps
    // A guest whose system is being reset is made anew (api/semantics 2.8.6).
    const created = record.created && !record.resetting
    const now = live.of(id)
    const { internal = '', external = '' } = live.addressesOf(id) ?? {}
    const cell = hypervisors.stateOf(record.cell)
    const running = now.power !== 'stopped'
    return {
      id,
      name,
      created,
      progress: created ? 0 : live.progressOf(id),
      running,
      lost: !cell.alive,
      error: record.error || now.reason,
      owner,
      group,
      pool,
      cell: record.cell,
      host: cell.alive ? cell.facts.address : '',
      cores,
      memory,
      started_with: (running && record.started_with) || { cores, memory },
      total_disk: disks.reduce((sum, size) => sum + size, 0),
      disks,
      auto_start,
      system,
      system_version,
      template,
      modules,
      qos,
      ports,
      snapshots,
      migrating,
      from_image,
      clone,
      ethernet_address,
      display_protocol: 'vnc',
      internal: { network_address: internal, display_address: '', allocated_address },
      external: { network_address: external, display_address: '', allocated_address: '' },
      create_time,
      media_attached: now.media !== '',
      media_source: imageOfFile(now.media),
      tags,
      revision: revisions.next()
    }
  }

  /** Names of the guests that have the media image in their drive. */
  namesWithMedia(image: string): string[] {
    const { live, guests } = this.#deps
    const ids = live.idsWhere(({ media }) => media !== '' && imageOfFile(media) === image)
    return ids.flatMap((id) => guests.find(id)?.name ?? [])
  }

  /** Tells every window what the guest is now; a guest that is gone is told as removed. */
  announce(id: string): void {
    const record = this.#deps.guests.find(id)
    if (record) this.#deps.bus.publish('guest.changed', this.of(record))
    else this.#deps.bus.publish('guest.removed', { id })
  }
}
