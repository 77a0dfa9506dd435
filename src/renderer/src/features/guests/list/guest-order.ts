import type { Guest } from '@shared/contract/guest'
import { stateOf } from '@shared/rules/guest-rules'
import { addressOf } from './guest-filter'

/** What the list can be sorted by; load cannot, as only guests on the screen are asked for theirs. */
const keys = {
  name: nameOf,
  state: stateOf,
  memory: ({ memory }) => memory,
  cores: ({ cores }) => cores,
  disk: ({ total_disk }) => total_disk,
  pool: ({ pool }) => natural(pool),
  cell: ({ cell }) => natural(cell),
  owner: ({ owner }) => natural(owner),
  group: ({ group }) => natural(group),
  snapshots: ({ snapshots }) => snapshots,
  created: ({ create_time }) => create_time,
  address: (guest) => natural(addressOf(guest))
} as const satisfies Record<string, (guest: Guest) => string | number>

export type OrderKey = keyof typeof keys

export interface Order {
  readonly key: OrderKey
  readonly descending: boolean
}

/** Sorts guests; equal ones by name. Numbers inside of texts count as numbers: `web-9` comes before `web-10`. */
export function ordered(guests: readonly Guest[], { key, descending }: Order): readonly Guest[] {
  const keyOf: (guest: Guest) => string | number = keys[key]
  const sign = descending ? -1 : 1
  return guests
    .map((guest) => ({ guest, key: keyOf(guest), name: nameOf(guest) }))
    .sort((a, b) => sign * compare(a.key, b.key) || compare(a.name, b.name))
    .map(({ guest }) => guest)
}

/** A guest is sorted again with each change of any other. */
const names = new WeakMap<Guest, string>()

function nameOf(guest: Guest): string {
  const known = names.get(guest)
  if (known !== undefined) return known
  const name = natural(guest.name)
  names.set(guest, name)
  return name
}

const DIGITS = 12
const natural = (text: string): string =>
  text.toLowerCase().replaceAll(/\d+/g, (number) => number.padStart(DIGITS, '0'))

const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)
