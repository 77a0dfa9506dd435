import type { Guest } from '@shared/contract/guest'
import { filterStates, qualifiers, valuesOf, type Qualifier } from './guest-filter'

const SHOWN = 8

/**
 * What a word of a filter may become: a qualifier by its beginning, or its value by those that guests have. Words
 * without a qualifier are offered qualifiers only; what they say already is not offered.
 */
export function completionsOf(word: string, guests: readonly Guest[]): readonly string[] {
  const [, minus = '', qualifier, relation, typed = ''] = /^(-?)(?:([^:~]*)([:~]))?(.*)$/s.exec(word) ?? []
  if (qualifier === undefined)
    return qualifiers.filter((name) => name.startsWith(typed.toLowerCase())).map((name) => `${minus}${name}:`)

  const name = qualifiers.find((known) => known === qualifier.toLowerCase())
  if (!name) return []
  // Values before the last comma are chosen.
  const cut = typed.lastIndexOf(',') + 1
  const [chosen, part] = [typed.slice(0, cut), typed.slice(cut).toLowerCase()]
  const taken = new Set(chosen.toLowerCase().split(','))
  return found(name, guests, (value) => value.startsWith(part) && value !== part && !taken.has(value)).map(
    (value) => `${minus}${name}${relation}${chosen}${value}`
  )
}

/** The values of guests that match, most frequent first; a blank ends a word, so values with one are none. */
function found(name: Qualifier, guests: readonly Guest[], matches: (value: string) => boolean): readonly string[] {
  if (name === 'status') return filterStates.filter(matches)
  const counts = new Map<string, number>()
  for (const value of guests.flatMap((guest) => valuesOf(name, guest)))
    if (value !== '' && !/[\s,]/.test(value) && matches(value.toLowerCase()))
      counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .sort(([a, many], [b, few]) => few - many || a.localeCompare(b))
    .slice(0, SHOWN)
    .map(([value]) => value)
}
