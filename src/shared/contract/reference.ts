import type { AnyOperation } from './define'
import { inputSchemaOf, type JsonSchema } from './schema'

/** One field of an operation, for people: `kind` is a word such as `integer`, `high|low` or `string,…`. */
export interface Field {
  readonly name: string
  readonly kind: string
  readonly isNeeded: boolean
  /** What it is when it is not given, as JSON; '' for nothing. */
  readonly otherwise: string
}

/** `compute-pool` for `computePool`: names as a terminal writes them. */
export const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** `compute-pool list`: how the command line calls an operation. */
export const commandOf = (name: string): string => name.split('.').map(kebab).join(' ')

/** The fields of an operation, in the order of its declaration. */
export function fieldsOf(operation: AnyOperation): Field[] {
  const { properties = {}, required = [] } = inputSchemaOf(operation)
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    kind: kindOf(schema),
    isNeeded: required.includes(name),
    otherwise: schema.default === undefined || schema.default === '' ? '' : JSON.stringify(schema.default)
  }))
}

function kindOf(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map((word) => (word === '' ? "''" : word)).join('|')
  if (schema.type === 'array') return `${kindOf(schema.items ?? {})},…`
  return schema.type === 'object' || schema.type === undefined ? 'JSON' : schema.type
}
