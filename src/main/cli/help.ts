import { contract, type GroupName } from '@shared/contract'
import type { AnyOperation } from '@shared/contract/define'
import { commandOf, fieldsOf, kebab } from '@shared/contract/reference'
import type { Wish } from './arguments'

const GENERAL = `usage: nano-desktop <group> <operation> [--field value …] [--json]
       nano-desktop serve --data DIR --port N [--demo]
       nano-desktop <group> [<operation>] --help

Talks to the running Nano Desktop. NANO_USER and NANO_PASSWORD, or NANO_SESSION, say who asks; without them a
terminal is asked. A value of - is read from the terminal or from standard input, so that no secret is in a command
line. A list is a field given several times, or commas; an object is JSON, or --field.part value.

  --json       print the data of the answer as JSON
  --data DIR   the data folder of the application to talk to
  --url URL    where it is served, instead: http://127.0.0.1:5870

groups:`

/** The text for `--help`, from the contract. */
export function helpText({ group, operation, name }: Extract<Wish, { kind: 'help' }>): string {
  if (group === undefined) return [GENERAL, ...columns(Object.keys(contract).map(groupLine))].join('\n')
  if (operation === undefined || name === undefined) {
    const entries = Object.entries(contract[group] as Readonly<Record<string, AnyOperation>>)
    return [
      `usage: nano-desktop ${kebab(group)} <operation> [--field value …]`,
      '',
      ...columns(entries.map(([key, { summary }]) => [kebab(key), summary]))
    ].join('\n')
  }
  const fields = fieldsOf(operation).map((field): [string, string] => [
    `--${field.name} ${field.kind}`,
    field.isNeeded ? 'needed' : field.otherwise && `else ${field.otherwise}`
  ])
  const file: [string, string][] = operation.stream === undefined ? [] : [['--file PATH', 'needed']]
  return [
    `usage: nano-desktop ${commandOf(name)} [--field value …]`,
    '',
    `${operation.summary}.`,
    `REST: ${operation.route}   permission: ${operation.permission}`,
    '',
    ...columns([...fields, ...file])
  ].join('\n')
}

const groupLine = (group: string): [string, string] => [
  kebab(group),
  Object.keys(contract[group as GroupName])
    .map(kebab)
    .join(', ')
]

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...rows.map(([first]) => first.length))
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`.trimEnd())
}
