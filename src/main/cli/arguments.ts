import { contract, type GroupName } from '@shared/contract'
import type { AnyOperation } from '@shared/contract/define'
import { kebab } from '@shared/contract/reference'
import { inputSchemaOf, typed, type JsonSchema } from '@shared/contract/schema'

/** What a command line asks for. */
export type Wish =
  | { readonly kind: 'help'; readonly group?: GroupName; readonly operation?: AnyOperation; readonly name?: string }
  | { readonly kind: 'serve'; readonly args: readonly string[] }
  | {
      readonly kind: 'call'
      /** `guest.create` */
      readonly name: string
      readonly operation: AnyOperation
      readonly input: Readonly<Record<string, unknown>>
      readonly options: CallOptions
    }

export interface CallOptions {
  /** Print the data as JSON. */
  readonly json: boolean
  /** Where the application is served, if not where the data folder says. */
  readonly url?: string
  readonly data?: string
  /** The file to send or to write, for operations that carry one. */
  readonly file?: string
}

/** Something that the person at the terminal has to write differently. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** What is the command line's own, unless the operation has a field of that name. */
const own: ReadonlySet<string> = new Set(['json', 'url', 'data', 'file'])

/** Reads `<group> <operation> --field value …`; throws a `UsageError` that says what to write instead. */
export function readCommand(argv: readonly string[]): Wish {
  const [groupWord, operationWord, ...rest] = argv
  if (groupWord === undefined || isHelp(groupWord)) return { kind: 'help' }
  if (groupWord === 'serve') return { kind: 'serve', args: argv.slice(1) }
  const group = find(Object.keys(contract) as GroupName[], groupWord)
  if (group === undefined) throw new UsageError(`There is no group "${groupWord}"; nano-desktop --help lists them`)
  if (operationWord === undefined || isHelp(operationWord)) return { kind: 'help', group }
  const operations = contract[group] as Readonly<Record<string, AnyOperation>>
  const key = find(Object.keys(operations), operationWord)
  const operation = key === undefined ? undefined : operations[key]
  if (operation === undefined)
    throw new UsageError(
      `"${groupWord}" has no operation "${operationWord}"; nano-desktop ${groupWord} --help lists them`
    )
  const name = `${group}.${key}`
  if (rest.some(isHelp)) return { kind: 'help', group, operation, name }
  return { kind: 'call', name, operation, ...readFields(rest, operation) }
}

const isHelp = (word: string): boolean => word === '--help' || word === '-h' || word === 'help'

const find = <K extends string>(names: readonly K[], word: string): K | undefined =>
  names.find((name) => name === word || kebab(name) === word)

function readFields(words: readonly string[], operation: AnyOperation) {
  const { properties = {} } = inputSchemaOf(operation)
  const texts = new Map<string, string[]>()
  const options: Record<string, string | boolean> = { json: false }
  for (let at = 0; at < words.length; at++) {
    const [, flag = '', glued] = /^--([\w.-]+)(?:=([\s\S]*))?$/.exec(words[at] ?? '') ?? []
    if (flag === '') throw new UsageError(`"${words[at]}" is not a field; write --field value`)
    const field = flag.replaceAll('-', '_')
    const isField = schemaAt(properties, field) !== undefined
    if (!isField && !own.has(flag))
      throw new UsageError(`There is no field "${field}"; it has ${Object.keys(properties).join(', ') || 'none'}`)
    const next = words[at + 1]
    const isSwitch = flag === 'json' || (glued === undefined && (next === undefined || next.startsWith('--')))
    const value = glued ?? (isSwitch ? 'true' : (next ?? ''))
    if (glued === undefined && !isSwitch) at++
    if (isField) texts.set(field, [...(texts.get(field) ?? []), value])
    else options[flag] = flag === 'json' || value
  }
  const input: Record<string, unknown> = {}
  for (const [field, values] of texts) {
    const schema = schemaAt(properties, field)
    put(input, field.split('.'), typed(values.length === 1 ? (values[0] ?? '') : values, schema))
  }
  return { input, options: options as unknown as CallOptions }
}

/** `qos.cpu_priority` names a field inside a field. */
function schemaAt(properties: Readonly<Record<string, JsonSchema>>, field: string): JsonSchema | undefined {
  const [first = '', ...rest] = field.split('.')
  const schema = properties[first]
  return rest.length === 0 ? schema : schemaAt(schema?.properties ?? {}, rest.join('.'))
}

function put(target: Record<string, unknown>, [first = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) target[first] = value
  else put((target[first] ??= {}) as Record<string, unknown>, rest, value)
}
