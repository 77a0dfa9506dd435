import type { Handlers } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import type { Call, TaskCall } from '@main/kernel/call'
import type { GroupRepository } from '@main/store/repositories/group-repository'
import type { Accounts } from './accounts'

interface Deps {
  readonly groups: GroupRepository
  readonly accounts: Accounts
}

export function visibilityService({ groups, accounts }: Deps): Handlers<'visibility', Call, TaskCall> {
  return {
    get: async (_input, { caller }) => groups.visibilityOf(caller.group),

    async modify(wanted, { caller: { user, group } }) {
      if (group === '') fail('USER_WITHOUT_GROUP', { user })
      accounts.change(() => {
        accounts.group(group)
        const now = groups.visibilityOf(group)
        groups.setVisibility(group, {
          instance_visible: wanted.instance_visible ?? now.instance_visible,
          disk_image_visible: wanted.disk_image_visible ?? now.disk_image_visible,
          media_image_visible: wanted.media_image_visible ?? now.media_image_visible
        })
      })
      return {}
    }
  }
}
