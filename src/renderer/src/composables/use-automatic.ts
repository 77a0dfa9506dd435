import type { AutomaticSignIn } from '@shared/contract/session'
import { computed, ref, type Ref } from 'vue'
import { useApi } from '@/api'
import { useSession } from '@/stores/session'
import { useErrorText } from './use-error-text'

interface Automatic {
  /** Who is signed in by itself when the application starts; '' for nobody. */
  readonly user: Readonly<Ref<string>>
  /** Why nobody can be here; '' where somebody can, undefined until that is known. */
  readonly why: Readonly<Ref<string | undefined>>
  /** Signs the own user in by itself from the next start on, or nobody. */
  set(enabled: boolean): Promise<void>
}

const codes = { no_desktop: 'AUTOMATIC_NO_DESKTOP', no_keyring: 'AUTOMATIC_NO_KEYRING' } as const

/** Signing in by itself, for those who may choose it. */
export function useAutomatic(): Automatic {
  const { client } = useApi()
  const { whyNot } = useErrorText()
  const session = useSession()
  const known = ref<AutomaticSignIn>()
  const look = async (): Promise<void> => void (known.value = await client.session.automatic({}))
  // Before the first user anybody may ask; who may not is told so by the page.
  if (!session.session || session.may('system:setup')) look().catch(() => undefined)
  return {
    user: computed(() => known.value?.user ?? ''),
    why: computed(() => known.value && (known.value.reason === '' ? '' : whyNot(codes[known.value.reason], {}))),
    async set(enabled) {
      await client.session.setAutomatic({ enabled })
      await look()
    }
  }
}
