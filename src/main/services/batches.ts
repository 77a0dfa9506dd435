import { AppError, fail } from '@shared/contract/errors'
import type { Call, TaskCall } from '@main/kernel/call'
import type { Logger } from '@main/kernel/logger'
import type { Commit } from '@main/store/group-commit'
import type { BatchItemRecord, BatchKind, BatchRepository } from '@main/store/repositories/batch-repository'
import { eachOf } from './each-of'

interface Deps {
  readonly batches: BatchRepository
  readonly commit: Commit
  /** Turns whatever an item threw into the refusal that it shows. */
  readonly explain: (cause: unknown) => AppError
  readonly log: Logger
}

/** Work that is done but for a `wait`, which keeps nobody from their turn, or that leaves a `remark`. */
type Ending = { readonly wait: () => Promise<unknown> } | { readonly remark: string }

/** The work on one guest. */
export type ItemWork = (item: BatchItemRecord) => Promise<Ending | void>

/** Guests that are worked on at the same time. */
const AT_ONCE = 32
const STOPPED = 'The batch was stopped before it was done with this guest'

/** Does one thing to many guests. Whatever happens, every item of a batch ends with a final word. */
export class Batches {
  readonly #deps: Deps
  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** The items of a batch, if it is of this kind and the caller's to see. */
  itemsOf(kind: BatchKind, id: string, { caller }: Call): BatchItemRecord[] {
    const batch = this.#deps.batches.find(id)
    const isSeen = batch?.user === caller.user || caller.permissions.has('resource:all')
    if (batch?.kind !== kind || !isSeen) fail('BATCH_NOT_FOUND', { id })
    return this.#deps.batches.items(id)
  }

  /** Works through what goes of a saved batch. Rejects when an item failed, once all have ended. */
  async run(id: string, call: TaskCall, work: ItemWork): Promise<BatchItemRecord[]> {
    const { batches, commit, explain, log } = this.#deps
    const items = batches.items(id).filter(({ status }) => status === 'going')
    const waits: Promise<void>[] = []
    let ended = 0
    const end = async ({ number }: BatchItemRecord, status: 'done' | 'fail', error: string): Promise<void> => {
      await commit(() => batches.settle(id, number, { status, error }))
        // The next start finds the item unfinished, and says what became of it.
        .catch((cause: unknown) => log.error(`item ${number} of batch ${id}`, cause))
      call.report(++ended / items.length, `${ended} of ${items.length} guests`)
    }
    const bad = (item: BatchItemRecord, cause: unknown): Promise<void> =>
      end(item, 'fail', call.signal.aborted && !(cause instanceof AppError) ? STOPPED : explain(cause).message)
    await eachOf(items, { most: AT_ONCE, signal: call.signal }, async (item) => {
      try {
        const ending = await work(item)
        if (!ending || 'remark' in ending) return await end(item, 'done', ending?.remark ?? '')
        const done = (): Promise<void> => end(item, 'done', '')
        waits.push(ending.wait().then(done, (cause: unknown) => bad(item, cause)))
      } catch (cause) {
        await bad(item, cause)
      }
    })
    await Promise.all(waits)
    await commit(() => batches.settleRest(id, STOPPED))
    call.signal.throwIfAborted()
    const results = batches.items(id)
    const failed = results.filter(({ status }) => status === 'fail')
    if (failed.length > 0)
      fail('BATCH_INCOMPLETE', { failed: failed.length, total: results.length, reason: failed[0]?.error ?? '' })
    return results
  }
}
