import type { Guest } from '@shared/contract/guest'
import type { Notice, Reply } from '@shared/contract/wire'
import type { SignIn } from '@main/gateways/sign-in'
import type { RunningGuest } from './tray-menu'

/** Changes that come together are shown together. */
const TOGETHER_MS = 250

interface Options {
  readonly call: (operation: string, input: unknown) => Promise<Reply>
  readonly signIn: SignIn
  /** Called with the guests that run, by name, when they are others than before. */
  readonly changed: (guests: readonly RunningGuest[]) => void
}

/** Follows which guests run, of those that the user of the windows sees. Nobody signed in sees none. */
export class RunningGuests {
  readonly #options: Options
  readonly #names = new Map<string, string>()
  #timer: NodeJS.Timeout | undefined

  constructor(options: Options) {
    this.#options = options
    options.signIn.onChange(() => void this.#load())
  }

  hear({ name, payload }: Notice): void {
    if (name === 'guest.changed') this.#take(payload)
    else if (name === 'guest.removed' && this.#names.delete(payload.id)) this.#tell()
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  async #load(): Promise<void> {
    const { call, signIn } = this.#options
    this.#names.clear()
    this.#tell()
    if (signIn.session === '') return
    const reply = await call('guest.search', { status: 1 })
    if (reply.ok) for (const guest of reply.value as readonly Guest[]) this.#take(guest)
  }

  #take({ id, name, running }: Guest): void {
    if (running ? this.#names.get(id) === name : !this.#names.has(id)) return
    if (running) this.#names.set(id, name)
    else this.#names.delete(id)
    this.#tell()
  }

  #tell(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      const guests = [...this.#names].map(([id, name]) => ({ id, name }))
      this.#options.changed(guests.toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true })))
    }, TOGETHER_MS).unref()
  }
}
