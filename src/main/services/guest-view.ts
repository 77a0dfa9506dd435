import { fail } from '@shared/contract/errors'
import type { Guest } from '@shared/contract/guest'
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

/** Without what only the application itself, or only a single look, may tell. */
function shownOf({
  clone: _clone,
  devices: _devices,
  cloud_init: _cloud_init,
  volumes: _volumes,
  monitor_secret: _monitor_secret,
  auth_user: _auth_user,
  auth_password: _auth_password,
  deleting: _deleting,
  reset_image: _reset_image,
  resetting: _resetting,
  ...shown
}: GuestRecord) {
  return shown
}

/** Guests as the API shows them: what is remembered, joined with what the hypervisor says now. */
export class GuestView {
  readonly #deps: Deps
  constructor(deps: Deps) {
    this.#deps = deps
  }

  get(id: string): Guest {
    return this.of(this.#deps.guests.find(id) ?? fail('GUEST_NOT_FOUND', { id }))
  }

  of(whole: GuestRecord): Guest {
    const { allocated_address, ...record } = shownOf(whole)
    const { live, hypervisors, revisions } = this.#deps
    // A guest whose system is being reset is made anew (api/semantics 2.8.6).
    const created = whole.created && !whole.resetting
    const now = live.of(record.id)
    const { internal = '', external = '' } = live.addressesOf(record.id) ?? {}
    const cell = hypervisors.stateOf(record.cell)
    const running = now.power !== 'stopped'
    const { cores, memory } = record
    return {
      ...record,
      started_with: (running && record.started_with) || { cores, memory },
      created,
      error: record.error || now.reason,
      progress: created ? 0 : live.progressOf(record.id),
      running,
      lost: !cell.alive,
      host: cell.alive ? cell.facts.address : '',
      total_disk: record.disks.reduce((sum, size) => sum + size, 0),
      display_protocol: 'vnc',
      internal: { network_address: internal, display_address: '', allocated_address },
      external: { network_address: external, display_address: '', allocated_address: '' },
      media_attached: now.media !== '',
      media_source: imageOfFile(now.media),
      revision: revisions.next()
    }
  }

  /** The secret of a guest's console, for who may open it; '' for everybody else. */
  secretOf(id: string, { permissions }: Caller): string {
    return permissions.has('instance:operate') ? (this.#deps.guests.find(id)?.monitor_secret ?? '') : ''
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
