import { z } from 'zod'
import type { AnyOperation } from './define'

export interface JsonSchema {
  readonly type?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly required?: readonly string[]
  readonly enum?: readonly string[]
  readonly default?: unknown
}

const inputSchemas = new WeakMap<AnyOperation, JsonSchema>()

/** The input of an operation as JSON Schema, built once. */
export function inputSchemaOf(operation: AnyOperation): JsonSchema {
  let schema = inputSchemas.get(operation)
  if (!schema) {
    schema = z.toJSONSchema(operation.input, { io: 'input' }) as JsonSchema
    inputSchemas.set(operation, schema)
  }
  return schema
}

/**
 * Query strings and command lines carry only text: this gives numbers, booleans and lists their type back.
 * A list is a repeated key, or one text with commas. What does not fit stays text, and is refused by name later.
 */
export function fromText(
  operation: AnyOperation,
  text: Readonly<Record<string, string | readonly string[]>>
): Record<string, unknown> {
  const { properties = {} } = inputSchemaOf(operation)
  return Object.fromEntries(Object.entries(text).map(([key, value]) => [key, typed(value, properties[key])]))
}

/** One text, or several of a list, as what its schema says it is. */
export function typed(value: string | readonly string[], schema: JsonSchema | undefined): unknown {
  if (schema?.type === 'array' && !hasJson(value)) {
    const items = [value]
      .flat()
      .flatMap((part) => part.split(','))
      .filter((part) => part !== '')
    return items.map((item) => typed(item, schema.items))
  }
  const last = typeof value === 'string' ? value : value.at(-1)
  if (last === undefined) return undefined
  if (schema?.type !== 'string' && hasJson(last)) return parsed(last)
  if ((schema?.type === 'integer' || schema?.type === 'number') && last.trim() !== '' && Number.isFinite(Number(last)))
    return Number(last)
  if (schema?.type === 'boolean' && (last === 'true' || last === 'false')) return last === 'true'
  return last
}

const hasJson = (value: string | readonly string[]): boolean => typeof value === 'string' && /^\s*[[{]/.test(value)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
