import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { operations, type NamedOperation } from '@shared/contract'
import { Nothing } from '@shared/contract/common'
import { AppError, fail } from '@shared/contract/errors'
import type { AnyOperation } from '@shared/contract/define'
import { openApi } from '@shared/contract/openapi'
import type { Task } from '@shared/contract/task'
import type { Core } from '@main/kernel/core'
import { dispatchAs } from './dispatch-as'
import { readJson, readToEnd } from './rest-body'
import { sendFailure, sendSuccess } from './rest-envelope'
import { receive, send } from './rest-files'
import { inputOf, noteOn, visitorOf } from './rest-input'
import { methodsAt, pathsOf } from './rest-routes'
import { isMultipart } from './rest-upload'

const routes = operations.map(({ operation }) => operation.route)
/** So much of an unknown address is looked at. */
const LONGEST_PATH = 200

type Answer = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/** The HTTP API (api/semantics 1.1 to 1.8): path, query and body become the one input of an operation. */
export function serveOperations(app: FastifyInstance, core: Core): void {
  // What a body is follows from the operation; only a file may come in parts.
  app.addContentTypeParser('*', (_request, _body, done) => done(null))
  app.addHook('onRequest', ({ headers }, _reply, done) => {
    if (headers['content-type'] !== undefined && !isMultipart(headers['content-type'])) delete headers['content-type']
    done(refusalOfCoded(headers))
  })

  for (const [route, entries] of Map.groupBy(operations, ({ operation }) => operation.route)) {
    const [method = '', path = ''] = route.split(' ')
    const [entry] = entries
    const stream = entry?.operation.stream
    const handler = stream ? { upload: receive, download: send }[stream](core, entry) : answer(core, entries)
    for (const url of pathsOf(path)) app.route({ method: method === 'GET' ? [method, 'HEAD'] : method, url, handler })
  }

  const document = Buffer.from(JSON.stringify(openApi(core.version)))
  for (const url of pathsOf('/openapi.json'))
    app.get(url, async (_request, reply) => reply.type('application/json').send(document))

  app.setNotFoundHandler(async (request, reply) => {
    await readToEnd(request, reply)
    return answerUnknown(request, reply)
  })
  app.setErrorHandler(async (cause, request, reply) => {
    await readToEnd(request, reply)
    return sendFailure(reply, refusalOf(core, cause))
  })
}

/** The refusal of what is packed: nothing is unpacked here, and it must not pass for what is in it. */
function refusalOfCoded(headers: IncomingHttpHeaders): AppError | undefined {
  const { 'content-encoding': content = 'identity', 'transfer-encoding': transfer = 'chunked' } = headers
  if (content.toLowerCase() !== 'identity')
    return new AppError('BODY_INVALID', { reason: `Content-Encoding "${content}" is not taken` })
  if (transfer.toLowerCase() !== 'chunked')
    return new AppError('BODY_INVALID', { reason: `Transfer-Encoding "${transfer}" is not taken` })
  return undefined
}

/** Says that nobody knows the path, or by which methods it is served. */
function answerUnknown({ method, url }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const [path = ''] = url.slice(0, LONGEST_PATH).split('?')
  const allowed = methodsAt(routes, path)
  if (allowed.length === 0)
    return sendFailure(reply, new AppError('OPERATION_UNKNOWN', { name: `${method} ${path}` }), 404)
  reply.header('allow', allowed.join(', '))
  if (method === 'OPTIONS') return reply.code(204).send()
  return sendFailure(reply, new AppError('METHOD_REFUSED', { method, path, allowed }), 405)
}

/** Answers with what the operation gave, with the status that the API has for it (api/semantics 1.2). */
const answer =
  (core: Core, entries: readonly NamedOperation[]): Answer =>
  async (request, reply) => {
    const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
    const body = hasBody ? await readJson(request.raw, request.server.patience.body) : {}
    const { name, operation } = chosen(entries, body)
    const note = noteOn(operation, request, body)
    try {
      const result = await dispatchAs(core, visitorOf(request), [name, inputOf(operation, request, body)])
      const isTask = operation.kind === 'task'
      const { status, data } = isTask
        ? await answerOfTask(core, operation, [request, reply, result as Task])
        : { status: operation.status?.(result as never) ?? 200, data: dataOf(operation, result) }
      return await sendSuccess(reply, status, data, note)
    } catch (cause) {
      return sendFailure(reply, refusalOf(core, cause), 200, note)
    }
  }

/** The operation that takes requests with such a body: one that waits for a field of it, else the one that does not. */
function chosen(entries: readonly NamedOperation[], body: object): NamedOperation {
  const entry =
    entries.find(({ operation: { when } }) => when !== undefined && when in body) ??
    entries.find(({ operation }) => operation.when === undefined)
  return entry ?? fail('BODY_INVALID', { reason: `the field "${entries[0]?.operation.when}" is missing` })
}

/** Answers at once where the API does, or where the request prefers that (RFC 7240, 4.1); else when the work is done. */
async function answerOfTask(
  core: Core,
  operation: AnyOperation,
  [request, reply, task]: readonly [FastifyRequest, FastifyReply, Task]
): Promise<{ status: number; data: unknown }> {
  const accepted = operation.accepted?.(task)
  if (accepted) return accepted
  if (/\brespond-async\b/i.test(String(request.headers.prefer ?? ''))) {
    reply.header('preference-applied', 'respond-async')
    return { status: 202, data: { task: task.id } }
  }
  return { status: 200, data: dataOf(operation, await core.tasks.outcomeOf(task)) }
}

const dataOf = (operation: AnyOperation, result: unknown): unknown => (operation.output === Nothing ? '' : result)

/** What Fastify itself refuses, such as a broken multipart header, is the request's fault. */
function refusalOf({ explain }: Core, cause: unknown): AppError {
  const { statusCode = 500, message = '' } = Object(cause) as { statusCode?: number; message?: string }
  return statusCode < 500 ? new AppError('BODY_INVALID', { reason: message }) : explain(cause)
}
