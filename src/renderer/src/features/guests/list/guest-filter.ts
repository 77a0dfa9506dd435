import type { Guest } from '@shared/contract/guest'
import { stateOf, type GuestState } from '@shared/rules/guest-rules'

/** What a qualifier compares with; a guest may have several values. */
const fields = {
  name: ({ name }) => [name],
  pool: ({ pool }) => [pool],
  cell: ({ cell }) => [cell],
  status: (guest) => [stateOf(guest)],
  tag: ({ tags }) => tags,
  owner: ({ owner }) => [owner],
  group: ({ group }) => [group],
  address: (guest) => [addressOf(guest)]
} as const satisfies Record<string, (guest: Guest) => readonly string[]>

export type Qualifier = keyof typeof fields
export const qualifiers = Object.keys(fields) as readonly Qualifier[]
export const filterStates: readonly GuestState[] = ['running', 'stopped', 'lost', 'creating', 'error']

/** What a guest is compared by with a qualifier. */
export const valuesOf = (qualifier: Qualifier, guest: Guest): readonly string[] => fields[qualifier](guest)

/** One word of a filter. A word with a problem filters nothing. */
export interface FilterToken {
  readonly text: string
  readonly problem: 'unknown-qualifier' | 'unknown-status' | null
}

export interface GuestFilter {
  readonly tokens: readonly FilterToken[]
  matches(guest: Guest): boolean
}

interface Term extends FilterToken {
  readonly matches: (guest: Guest) => boolean
}

/**
 * Reads `pool:lab status:running,stopped name~db -tag:x web`: `:` compares whole values, `~` parts, `-` excludes,
 * commas choose between values, and a bare word is a part of the name or the address. Case does not matter, all
 * words must hold, and a qualifier still without a value holds for every guest.
 */
export function parseFilter(text: string): GuestFilter {
  const tokens = wordsOf(text).map(parseWord)
  return { tokens, matches: (guest) => tokens.every((token) => token.matches(guest)) }
}

/** The words of a filter text. */
export const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '')

/** The address a guest was given, or the one it has; '' without any. */
export const addressOf = ({ internal }: Guest): string => internal.allocated_address || internal.network_address

function parseWord(text: string): Term {
  const [, minus = '', qualifier, relation, value = ''] = /^(-?)(?:([^:~]*)([:~]))?(.*)$/s.exec(text) ?? []
  const wanted = value
    .toLowerCase()
    .split(',')
    .filter((part) => part !== '')
  const term = (problem: FilterToken['problem'], holds: (guest: Guest) => boolean): Term => ({
    text,
    problem,
    matches: problem || wanted.length === 0 ? () => true : minus ? (guest) => !holds(guest) : holds
  })

  if (qualifier === undefined) return term(null, (guest) => hasAny([guest.name, addressOf(guest)], wanted, isPart))
  const name = qualifiers.find((known) => known === qualifier.toLowerCase())
  if (!name) return term('unknown-qualifier', () => true)
  const isKnown = (part: string): boolean => filterStates.some((state) => state.startsWith(part))
  if (name === 'status' && !wanted.every(isKnown)) return term('unknown-status', () => true)
  const holds = relation === '~' || name === 'status' ? isPart : isWhole
  return term(null, (guest) => hasAny(fields[name](guest), wanted, holds))
}

type Relation = (value: string, wanted: string) => boolean
const isPart: Relation = (value, wanted) => value.includes(wanted)
const isWhole: Relation = (value, wanted) => value === wanted

const hasAny = (values: readonly string[], wanted: readonly string[], holds: Relation): boolean =>
  values.some((value) => wanted.some((part) => holds(value.toLowerCase(), part)))
