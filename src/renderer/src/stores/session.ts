import { AppError } from '@shared/contract/errors'
import type { Permission } from '@shared/contract/permissions'
import type { Session } from '@shared/contract/session'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useApi } from '@/api'

/** What the window shows: nothing yet, the first run, the sign-in, or the application. */
export type Stage = 'starting' | 'first-run' | 'sign-in' | 'signed-in'

interface SetUp {
  readonly user: string
  readonly password: string
  readonly withDemo: boolean
  /** Whether this computer signs the administrator in by itself from now on. */
  readonly automatic: boolean
}

/** A fleet that is there already is what was wanted. */
const unlessPresent = (problem: unknown): void => {
  if (!(problem instanceof AppError && problem.code === 'DEMO_PRESENT')) throw problem
}

/** Who is signed in here, and what that user may do. */
export const useSession = defineStore('session', () => {
  const api = useApi()
  const stage = shallowRef<Stage>('starting')
  const session = shallowRef<Session | null>(null)
  const permissions = computed<ReadonlySet<Permission>>(() => new Set(session.value?.permissions))

  /** The last session ended, and nobody had signed out. */
  const hasEnded = shallowRef(false)

  const enter = (entered: Session | null): void => {
    hasEnded.value = false
    session.value = entered
    stage.value = entered ? 'signed-in' : 'sign-in'
  }
  const lose = (): void => {
    const ended = hasEnded.value || stage.value === 'signed-in'
    enter(null)
    hasEnded.value = ended
  }
  /** Asks the core where things stand. */
  const load = async (): Promise<void> => {
    const { ready } = await api.client.system.get({})
    if (!ready) return void (stage.value = 'first-run')
    const { session: current } = await api.client.session.current({})
    if (current) enter(current)
    else lose()
  }
  const signIn = async (user: string, password: string): Promise<void> =>
    enter(await api.client.session.create({ user, password }))
  /** Makes the first administrator and signs in. Can be tried again after a failure half-way. */
  const setUp = async ({ user, password, withDemo, automatic }: SetUp): Promise<void> => {
    if (!(await api.client.system.get({})).ready) await api.client.system.init({ user, password })
    const entered = await api.client.session.create({ user, password })
    if (automatic) await api.client.session.setAutomatic({ enabled: true })
    if (withDemo) await api.client.system.fillDemo({}).catch(unlessPresent)
    enter(entered)
  }
  const signOut = async (): Promise<void> => {
    if (session.value) await api.client.session.remove({ id: session.value.session })
    enter(null)
  }

  api.onSessionEnded(lose)
  api.onConnected((connected) => {
    if (connected) load().catch(() => undefined)
  })
  return {
    stage,
    session,
    hasEnded,
    may: (needed: Permission | readonly Permission[]) => [needed].flat().some((each) => permissions.value.has(each)),
    load,
    signIn,
    setUp,
    signOut
  }
})
