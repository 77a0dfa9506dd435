import { z } from 'zod'
import { operations, type NamedOperation } from '.'
import { AddressPool, AddressRange } from './address-pool'
import { Cell } from './cell'
import { Nothing } from './common'
import { ComputePool } from './compute-pool'
import type { AnyOperation } from './define'
import { Guest, GuestDetails } from './guest'
import { Image } from './image'
import { Instance } from './instance'
import { LogEntry } from './log'
import { Migration } from './migration'
import { inputSchemaOf } from './schema'
import { Session } from './session'
import { CellStatus, PoolStatus } from './status'
import { StoragePool } from './storage-pool'
import { Task } from './task'
import { Template } from './template'

type Schema = Record<string, unknown>

const nouns = {
  AddressPool,
  AddressRange,
  Cell,
  CellStatus,
  ComputePool,
  Guest,
  GuestDetails,
  Image,
  Instance,
  LogEntry,
  Migration,
  PoolStatus,
  Session,
  StoragePool,
  Task,
  Template
} as const
const named = z.registry<{ id: string }>()
for (const [id, type] of Object.entries(nouns)) named.add(type, { id })

/** A path as OpenAPI writes it: `/guests/{id}`. */
const pathTemplateOf = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}')

/** Groups as the reference heads them, in the order of the contract. */
const tagOf = (name: string): string => name.slice(0, name.indexOf('.'))

/**
 * The contract as an OpenAPI 3.1 document (spec.openapis.org/oas/v3.1.1). A refusal comes with HTTP 200 and an
 * `error_code` other than 0, as the API has it.
 */
export function openApi(version: string): object {
  const byRoute = Map.groupBy(operations, ({ operation }) => operation.route)
  const paths: Record<string, Record<string, object>> = {}
  for (const [route, entries] of byRoute) {
    const [method = '', path = ''] = route.split(' ')
    const template = pathTemplateOf(path)
    paths[template] = { ...paths[template], [method.toLowerCase()]: describe(entries) }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Nano API',
      version,
      description:
        'Every answer is an envelope {error_code, message, data}. A refusal has HTTP status 200 and an error_code ' +
        'other than 0. Sizes are bytes, speeds bytes per second, loads percent. The paths are served with and without ' +
        '/api/v1, with and without a last slash, and /guests also as /guest.'
    },
    servers: [{ url: 'http://127.0.0.1:5870/api/v1' }],
    tags: [...new Set(operations.map(({ name }) => tagOf(name)))].map((name) => ({ name })),
    security: [{ session: [] }],
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'header', name: 'Nano-Session' } },
      schemas: { Refusal: refusal, ...namedSchemas() }
    }
  }
}

const refusal = envelope({ type: 'object' }, { type: 'integer', minimum: 400 })

function envelope(data: Schema, error_code: Schema = { const: 0 }): Schema {
  return {
    type: 'object',
    properties: { error_code, message: { type: 'string' }, data },
    required: ['error_code', 'message', 'data']
  }
}

/** One method of one path; two operations may share it, told apart by a field. */
function describe(entries: readonly NamedOperation[]): object {
  const [first] = entries
  if (!first) throw new Error('a route without an operation')
  const { operation, name } = first
  const bodies = entries.map((entry) => bodyOf(entry.operation)).filter((body) => body !== undefined)
  return {
    operationId: name,
    tags: [tagOf(name)],
    summary: entries.map(({ operation: { summary } }) => summary).join('; or: '),
    ...(operation.permission === 'public' ? { security: [] } : { description: `Permission: ${operation.permission}` }),
    parameters: parametersOf(operation),
    ...(operation.stream === 'upload' ? { requestBody: fileBody } : bodies.length > 0 && { requestBody: json(bodies) }),
    responses: responsesOf(entries)
  }
}

const fileBody = {
  content: {
    'multipart/form-data': {
      schema: { type: 'object', properties: { image: { type: 'string', format: 'binary' } }, required: ['image'] }
    },
    'application/octet-stream': { schema: { type: 'string', format: 'binary' } }
  }
}

const json = (schemas: readonly Schema[]): object => ({
  content: { 'application/json': { schema: schemas.length === 1 ? schemas[0] : { anyOf: schemas } } }
})

const pathParams = (operation: AnyOperation): string[] =>
  [...operation.route.matchAll(/:(\w+)/g)].map(([, param = '']) => param)

const isInQuery = ({ route, stream }: AnyOperation): boolean => route.startsWith('GET ') || stream !== undefined

function parametersOf(operation: AnyOperation): object[] {
  const { properties = {}, required = [] } = inputSchemaOf(operation)
  const inPath = pathParams(operation)
  return Object.entries(properties).flatMap(([name, schema]) => {
    if (inPath.includes(name)) return [{ name, in: 'path', required: true, schema }]
    return isInQuery(operation) ? [{ name, in: 'query', required: required.includes(name), schema }] : []
  })
}

/** What of the input is neither in the path nor in the query. */
function bodyOf(operation: AnyOperation): Schema | undefined {
  if (isInQuery(operation)) return undefined
  const { properties = {}, required = [] } = inputSchemaOf(operation)
  const inPath = pathParams(operation)
  const body = Object.entries(properties).filter(([name]) => !inPath.includes(name))
  if (body.length === 0) return undefined
  const needed = [...required, ...(operation.when === undefined ? [] : [operation.when])]
  return {
    type: 'object',
    properties: Object.fromEntries(body),
    required: [...new Set(needed)].filter((name) => !inPath.includes(name))
  }
}

function responsesOf(entries: readonly NamedOperation[]): object {
  if (entries.some(({ operation }) => operation.stream === 'download'))
    return { 200: { description: 'The file', content: { 'application/octet-stream': { schema: {} } } } }
  const responses: Record<number, { description: string; schemas: Schema[] }> = {
    200: { description: 'Done, or a refusal', schemas: [{ $ref: '#/components/schemas/Refusal' }] }
  }
  const add = (status: number, description: string, schema: Schema): void =>
    void (responses[status] ??= { description, schemas: [] }).schemas.unshift(envelope(schema))
  for (const { operation } of entries) {
    const data = dataOf(operation)
    const accepted = operation.accepted?.({ id: '', subject: '' })
    if (accepted) add(accepted.status, 'Accepted; it goes on', acceptedOf(accepted.data))
    else add(200, 'Done, or a refusal', data)
    if (operation.kind === 'task' && !accepted)
      add(202, 'Accepted, where the request prefers respond-async', acceptedOf({ task: '' }))
    for (const status of operation.status ? statusesOf(operation) : []) add(status, 'It still goes on', data)
  }
  return Object.fromEntries(
    Object.entries(responses).map(([status, { description, schemas }]) => [status, { description, ...json(schemas) }])
  )
}

/** Batches answer 202 while they go on, everything else 201 (api/semantics 1.2). */
const statusesOf = ({ route }: AnyOperation): number[] => [route.startsWith('GET /batch/') ? 202 : 201]

const acceptedOf = (data: object | ''): Schema =>
  data === ''
    ? { const: '' }
    : {
        type: 'object',
        properties: Object.fromEntries(Object.keys(data).map((key) => [key, { type: 'string' }])),
        required: Object.keys(data)
      }

function dataOf(operation: AnyOperation): Schema {
  if (operation.output === Nothing || operation.stream !== undefined) return { const: '' }
  const { $schema: _$schema, $defs: _$defs, ...schema } = toSchema(operation.output)
  return withReferences(schema)
}

const toSchema = (type: z.ZodType): Schema => z.toJSONSchema(type, { io: 'output', metadata: named })

/** What answers have in common, once. */
function namedSchemas(): Record<string, Schema> {
  const all = Object.values(nouns).map((type) => toSchema(type)['$defs'] as Record<string, Schema>)
  return withReferences(Object.assign({}, ...all) as Schema) as Record<string, Schema>
}

/** The document keeps its schemas in another place than a schema by itself does. */
const withReferences = (schema: Schema): Schema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as Schema
