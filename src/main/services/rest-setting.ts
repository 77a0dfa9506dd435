import { fail } from '@shared/contract/errors'
import { USUAL_PORT, type SystemDetails } from '@shared/contract/system'
import type { Reached } from '@main/kernel/core'
import type { Database } from '@main/store/database'
import type { SettingRepository } from '@main/store/repositories/setting-repository'

interface Deps {
  readonly db: Database
  readonly settings: SettingRepository
  readonly reached: Reached
}

/** Whether the API is served over TCP, and where: as it was chosen, or as the start alone decides. */
export class RestSetting {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** The chosen port; undefined while the API is not to be served over TCP. */
  get port(): number | undefined {
    const { enabled, port } = this.#chosen
    return enabled ? port : undefined
  }

  show(): SystemDetails['rest_setting'] {
    const { move, rest } = this.#deps.reached
    if (move) return { ...this.#chosen, fixed: false }
    const port = rest === '' ? USUAL_PORT : Number(new URL(rest).port)
    return { enabled: rest !== '', port, fixed: true }
  }

  /** First the door, which may refuse the port; what is kept is what is so. */
  async set(chosen: { readonly enabled: boolean; readonly port: number }): Promise<void> {
    const { db, settings, reached } = this.#deps
    const move = reached.move ?? fail('REST_FIXED', {})
    await move(chosen.enabled ? chosen.port : undefined)
    db.transaction(() => settings.set('rest', chosen))
  }

  get #chosen() {
    return this.#deps.settings.find('rest') ?? { enabled: false, port: USUAL_PORT }
  }
}
