import { randomUUID } from 'node:crypto'
import type { Handlers, Job } from '@shared/contract'
import type { ManyGuests } from '@shared/contract/batch'
import { fail } from '@shared/contract/errors'
import type { Guest, NewGuest } from '@shared/contract/guest'
import { batchName } from '@shared/rules/batch-names'
import { seenBy } from '@shared/rules/visibility'
import { localTime } from '@shared/text/time'
import type { Call, TaskCall } from '@main/kernel/call'
import type { Clock } from '@main/kernel/clock'
import type { Commit } from '@main/store/group-commit'
import type { BatchItemRecord, BatchKind, BatchRepository } from '@main/store/repositories/batch-repository'
import type { GuestRepository } from '@main/store/repositories/guest-repository'
import type { PoolRepository } from '@main/store/repositories/pool-repository'
import type { Batches, ItemWork } from './batches'
import { countedTitle } from './counted-title'
import type { GuestRemoval } from './guest-removal'
import { poolOf } from './hypervisors'
import type { LiveState } from './live-state'
import { newEthernetAddress } from './new-guest'

interface Deps {
  readonly batches: BatchRepository
  readonly runner: Batches
  readonly guests: GuestRepository
  readonly pools: PoolRepository
  /** Prepares the making of one guest. */
  readonly makeGuest: (wanted: NewGuest, call: Call) => Job<TaskCall, Guest>
  readonly removal: GuestRemoval
  readonly instance: Handlers<'instance', Call, TaskCall>
  readonly snapshot: Handlers<'snapshot', Call, TaskCall>
  readonly live: LiveState
  readonly clock: Clock
  readonly commit: Commit
}

/** How long a guest may take to obey its power button. */
const OFF_MS = 120_000

export function batchService(deps: Deps): Handlers<'batch', Call, TaskCall> {
  const { batches, runner, guests, instance, snapshot, removal, live, clock, commit } = deps

  /** A batch whose items are saved with its task record, before any work. */
  const job = <Item>(
    kind: BatchKind,
    { items, title, call, wanted }: Order,
    { work, show }: { work: (batch: string, taskCall: TaskCall) => ItemWork; show: (item: BatchItemRecord) => Item }
  ): Job<TaskCall, Item[]> => {
    const { user, group } = call.caller
    const id = randomUUID()
    return {
      subject: id,
      ...title,
      reserve: () => batches.insert({ id, kind, user, group, create_time: localTime(clock.now()), wanted }, items),
      run: async (taskCall) => (await runner.run(id, taskCall, work(id, taskCall))).map(show)
    }
  }

  /** Ids that nobody has, or that the caller may not see, become items that fail. */
  const itemsOf = (ids: readonly string[], { caller }: Call) => {
    const isSeen = seenBy(caller, 'guest')
    return [...new Set(ids)].map((id) => {
      const guest = guests.find(id)
      return { name: guest && isSeen(guest) ? guest.name : '', guest: id }
    })
  }
  const needed = ({ name, guest }: BatchItemRecord): string =>
    name === '' ? fail('GUEST_NOT_FOUND', { id: guest }) : guest

  const createOne =
    (batch: string, wanted: ManyGuests, call: TaskCall): ItemWork =>
    async ({ number, name }) => {
      // Named after an address that it has only once it is saved.
      const making = deps.makeGuest(guestOf(wanted, name || randomUUID()), call)
      const { subject: id } = making
      await commit(() => {
        making.reserve?.()
        if (name === '') nameByAddress(id, wanted.name_prefix)
        batches.setGuest(batch, number, { id, name: guests.find(id)?.name ?? name })
      })
      try {
        await making.run({ ...call, report: () => undefined })
      } catch (cause) {
        if (!guests.find(id)?.created) throw cause
        return { remark: `It is created, but was not started. ${cause instanceof Error ? cause.message : ''}` }
      }
    }

  const nameByAddress = (id: string, prefix: string): void => {
    const guest = guests.find(id) ?? fail('GUEST_NOT_FOUND', { id })
    const name = batchName(prefix, guest.allocated_address)
    if (guests.findByName(guest.pool, name)) fail('GUEST_NAME_TAKEN', { name, pool: guest.pool })
    guests.rename(id, name)
  }

  const stopOne =
    (force: boolean, call: TaskCall): ItemWork =>
    async (item) => {
      await instance.stop({ id: needed(item), reboot: false, force }, call)
      return { wait: () => untilOff(item, call.signal) }
    }

  const untilOff = async ({ guest, name }: BatchItemRecord, signal: AbortSignal): Promise<void> => {
    const patience = new AbortController()
    const late = async (): Promise<never> => {
      await clock.sleep(OFF_MS, AbortSignal.any([patience.signal, signal]))
      return fail('GUEST_STAYED_ON', { name, seconds: OFF_MS / 1000 })
    }
    await Promise.race([live.whenOff(guest), late()]).finally(() => patience.abort())
  }

  const startOne =
    (call: TaskCall): ItemWork =>
    async (item) =>
      void (await instance.start({ id: needed(item), from_media: false, from_network: false, source: '' }, call))

  const rebootOne =
    (force: boolean, call: TaskCall): ItemWork =>
    async (item) =>
      void (await instance.stop({ id: needed(item), reboot: true, force }, call))

  const snapshotOne =
    (wanted: { readonly name: string; readonly description: string }, call: TaskCall): ItemWork =>
    async (item) => {
      const taking = await snapshot.create({ id: needed(item), ...wanted }, call)
      taking.reserve?.()
      await taking.run({ ...call, report: () => undefined })
    }

  /** A batch of what is done to guests that are there. */
  const jobOn = <Item>(
    kind: BatchKind,
    { ids, call, show }: { ids: readonly string[]; call: Call; show: (item: BatchItemRecord) => Item },
    work: (call: TaskCall) => ItemWork
  ): Job<TaskCall, Item[]> => {
    const items = itemsOf(ids, call)
    return job(kind, { items, title: countedTitle(items.length), call }, { work: (_batch, own) => work(own), show })
  }

  return {
    async createGuests(input, call) {
      const { name_rule, name_prefix: prefix, count } = input
      const { name, network } = poolOf(deps.pools, input.pool)
      if (name_rule === 'address' && network === '')
        fail('INPUT_INVALID', {
          issues: [`name_rule: compute pool "${name}" has no address pool to name guests after`]
        })
      const marks = marksOf[name_rule](count)
      const items = marks.map((mark) => ({ name: mark === '' ? '' : batchName(prefix, mark), guest: '' }))
      // Whoever tries again, they belong to the same.
      const wanted = { ...input, owner: input.owner || call.caller.user, group: input.group || call.caller.group }
      // What would refuse every one of them refuses the batch.
      deps.makeGuest(guestOf(wanted, items[0]?.name || prefix), call)
      return job(
        'create',
        { items, title: titleOf(wanted), call, wanted },
        { work: (batch, taskCall) => createOne(batch, wanted, taskCall), show: shown.create }
      )
    },

    async retryCreate({ id }, call) {
      runner.itemsOf('create', id, call)
      const wanted = batches.find(id)?.wanted ?? fail('BATCH_COMPLETE', { id })
      return {
        subject: id,
        ...titleOf(wanted),
        // Here, so that it cannot be tried twice at once.
        reserve: () => {
          const states = new Set(batches.items(id).map(({ status }) => status))
          if (states.has('going')) fail('BATCH_GOING', { id })
          if (!states.has('fail')) fail('BATCH_COMPLETE', { id })
          batches.reopen(id, { renamed: wanted.name_rule === 'address' })
        },
        run: async (taskCall) => (await runner.run(id, taskCall, createOne(id, wanted, taskCall))).map(shown.create)
      }
    },

    deleteGuests: async ({ guest: ids, force }, call) =>
      jobOn('delete', { ids, call, show: shown.delete }, () => async (item) => removal.remove(needed(item), { force })),
    stopGuests: async ({ guest: ids, force }, call) =>
      jobOn('stop', { ids, call, show: shown.stop }, (own) => stopOne(force, own)),
    startGuests: async ({ guest: ids }, call) => jobOn('start', { ids, call, show: shown.start }, startOne),
    rebootGuests: async ({ guest: ids, force }, call) =>
      jobOn('reboot', { ids, call, show: shown.reboot }, (own) => rebootOne(force, own)),
    snapshotGuests: async ({ guest: ids, ...wanted }, call) =>
      jobOn('snapshot', { ids, call, show: shown.snapshot }, (own) => snapshotOne(wanted, own)),

    getCreate: async ({ id }, call) =>
      runner.itemsOf('create', id, call).map((item) => {
        const progress = item.status === 'going' ? live.progressOf(item.guest) : undefined
        return { ...shown.create(item), ...(progress !== undefined && { progress }) }
      }),
    getDelete: async ({ id }, call) => runner.itemsOf('delete', id, call).map(shown.delete),
    getStop: async ({ id }, call) => runner.itemsOf('stop', id, call).map(shown.stop),
    getStart: async ({ id }, call) => runner.itemsOf('start', id, call).map(shown.start),
    getReboot: async ({ id }, call) => runner.itemsOf('reboot', id, call).map(shown.reboot),
    getSnapshot: async ({ id }, call) => runner.itemsOf('snapshot', id, call).map(shown.snapshot)
  }
}

/** An order for a new batch. */
interface Order {
  readonly items: readonly { name: string; guest: string }[]
  readonly title: ReturnType<typeof countedTitle>
  readonly call: Call
  readonly wanted?: ManyGuests
}

const titleOf = ({ count, name_prefix }: ManyGuests) => countedTitle(count, name_prefix)

/** One guest of an order. Where its name tells its network card, it has that one. */
const guestOf = ({ name_rule, name_prefix, count: _count, ...settings }: ManyGuests, name: string): NewGuest => ({
  ...settings,
  name,
  ...(name_rule === 'MAC' && { ethernet_address: name.slice(name_prefix.length + 1).replaceAll('-', ':') }),
  ports: []
})

/** What tells the guests of a batch apart; '' where that is known only once they are saved. */
const marksOf = {
  order: (count: number) => Array.from({ length: count }, (_, number) => number),
  MAC: (count: number) => {
    const marks = new Set<string>()
    while (marks.size < count) marks.add(newEthernetAddress())
    return [...marks]
  },
  address: (count: number) => Array.from({ length: count }, () => '')
} as const satisfies Record<string, (count: number) => readonly (string | number)[]>

/** An item in the words of its batch. */
const inWords =
  <Going extends string, Done extends string>(going: Going, done: Done) =>
  ({ name, guest: id, status, error }: BatchItemRecord) => ({
    name,
    id,
    progress: status === 'done' ? 100 : 0,
    status: status === 'going' ? going : status === 'done' ? done : ('fail' as const),
    ...(error !== '' && { error })
  })

const shown = {
  create: inWords('creating', 'created'),
  delete: inWords('deleting', 'deleted'),
  stop: inWords('stopping', 'stopped'),
  start: inWords('starting', 'started'),
  reboot: inWords('rebooting', 'rebooted'),
  snapshot: inWords('taking', 'taken')
} as const satisfies Record<BatchKind, unknown>
