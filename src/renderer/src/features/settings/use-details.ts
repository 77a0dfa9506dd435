import type { SystemDetails, SystemNotice } from '@shared/contract/system'
import { reactive } from 'vue'
import { useApi } from '@/api'
import { useWhy } from '@/composables/use-why'

/** What the core tells of itself. `why` says why the signed-in user may not know the details, nor change them. */
export interface Details {
  details: SystemDetails | undefined
  notices: readonly SystemNotice[]
  version: string
  readonly why: string | undefined
  problem: unknown
  /** Asks for the details again, after a change of them. */
  renew(): Promise<void>
}

/** Asks the core about itself. */
export function useDetails(): Details {
  const { client } = useApi()
  const why = useWhy().lacks('system:setup')
  const renew = async (): Promise<void> => void (known.details = await client.system.details({}))
  const known = reactive<Details>({ details: undefined, notices: [], version: '', why, problem: undefined, renew })
  const learn = async (): Promise<void> => {
    const [{ version }, notices] = await Promise.all([client.system.get({}), client.system.notices({})])
    Object.assign(known, { version, notices })
    if (why === undefined) await renew()
  }
  learn().catch((problem: unknown) => (known.problem = problem))
  return known
}
