import type { Handlers } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import type { Guest } from '@shared/contract/guest'
import { isSeen, sightOf } from '@shared/rules/visibility'
import type { Call, TaskCall } from '@main/kernel/call'
import { optionsOf, readyFor } from './guest-job'
import type { GuestLocks } from './guest-locks'
import type { GuestView } from './guest-view'
import type { Hypervisors } from './hypervisors'
import type { Images } from './images'

/** What building images of guests needs of the application. */
export interface ImageBuildDeps {
  readonly diskImages: Images
  readonly hypervisors: Hypervisors
  readonly view: GuestView
  readonly locks: GuestLocks
}

/** Builds a disk image of what is on a guest's system disk; the guest is held meanwhile. */
export function imageBuild(deps: ImageBuildDeps): Handlers<'diskImage', Call, TaskCall>['build'] {
  const { diskImages, hypervisors, view, locks } = deps
  return async ({ guest: id, ...wanted }, { caller }) => {
    const ready = (): Guest => {
      if (!isSeen(sightOf(caller, 'guest'), view.get(id))) fail('GUEST_NOT_FOUND', { id })
      return readyFor('buildImage', id, deps)
    }
    const guest = ready()
    const image = diskImages.beginBuild(wanted, caller)
    return {
      subject: image.id,
      title: image.name,
      reserve: () => {
        ready()
        image.insert()
      },
      run: async (call) => {
        await locks.hold(guest, `disk image "${image.name}" is being built from it`, () =>
          diskImages.build(image, optionsOf(call), (path, options) =>
            hypervisors.use(guest.cell, (driver) => driver.disks.export({ id }, 0, path, options))
          )
        )
        return diskImages.show(diskImages.get(image.id))
      }
    }
  }
}
