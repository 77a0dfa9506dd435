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
import { inputOf, visitorOf } from './rest-input'
import { pathsOf } from './rest-routes'
import { isMultipart } from './rest-upload'

type Answer = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/** The HTTP API (api/semantics 1.1 to 1.8): path, query and body become the one input of an operation. */
export function serveOperations(app: FastifyInstance, core: Core): void {
  // What a body is follows from the operation; only a file may come in parts.
  app.addContentTypeParser('*', (_request, _body, done) => done(null))
  app.addHook('onRequest', async ({ headers }) => {
    if (!isMultipart(headers['content-type'])) delete headers['content-type']
  })

  for (const [route, entries] of Map.groupBy(operations, ({ operation }) => operation.route)) {
    const [method = '', path = ''] = route.split(' ')
    const [entry] = entries
    const stream = entry?.operation.stream
    const handler = stream ? { upload: receive, download: send }[stream](core, entry) : answer(core, entries)
    for (const url of pathsOf(path))
      app.route({ method: stream === 'download' ? [method, 'HEAD'] : method, url, handler })
  }

  const document = Buffer.from(JSON.stringify(openApi(core.version)))
  for (const url of pathsOf('/openapi.json'))
    app.get(url, async (_request, reply) => reply.type('application/json').send(document))

  app.setNotFoundHandler(async (request, reply) => {
    await readToEnd(request)
    const [path = ''] = request.url.slice(0, 200).split('?')
    return sendFailure(reply, new AppError('OPERATION_UNKNOWN', { name: `${request.method} ${path}` }), 404)
  })
  app.setErrorHandler(async (cause, request, reply) => {
    await readToEnd(request)
    return sendFailure(reply, refusalOf(core, cause))
  })
}

/** Answers with what the operation gave, with the status that the API has for it (api/semantics 1.2). */
const answer =
  (core: Core, entries: readonly NamedOperation[]): Answer =>
  async (request, reply) => {
    const body = request.method === 'GET' ? {} : await readJson(request.raw)
    const { name, operation } = chosen(entries, body)
    const result = await dispatchAs(core, visitorOf(request), [name, inputOf(operation, request, body)])
    if (operation.kind === 'task') return answerTask(core, operation, [request, reply, result as Task])
    return sendSuccess(reply, operation.status?.(result as never) ?? 200, dataOf(operation, result))
  }

/** The operation that takes requests with such a body: one that waits for a field of it, else the one that does not. */
function chosen(entries: readonly NamedOperation[], body: object): NamedOperation {
  const entry =
    entries.find(({ operation: { when } }) => when !== undefined && when in body) ??
    entries.find(({ operation }) => operation.when === undefined)
  return entry ?? fail('BODY_INVALID', { reason: `the field "${entries[0]?.operation.when}" is missing` })
}

/** Answers at once where the API does, or where the request prefers that (RFC 7240, 4.1); else when the work is done. */
async function answerTask(
  core: Core,
  operation: AnyOperation,
  [request, reply, task]: readonly [FastifyRequest, FastifyReply, Task]
): Promise<FastifyReply> {
  const accepted = operation.accepted?.(task)
  if (accepted) return sendSuccess(reply, accepted.status, accepted.data)
  if (/\brespond-async\b/i.test(String(request.headers.prefer ?? '')))
    return sendSuccess(reply.header('preference-applied', 'respond-async'), 202, { task: task.id })
  return sendSuccess(reply, 200, dataOf(operation, await core.tasks.outcomeOf(task)))
}

const dataOf = (operation: AnyOperation, result: unknown): unknown => (operation.output === Nothing ? '' : result)

/** What Fastify itself refuses, such as a broken multipart header, is the request's fault. */
function refusalOf({ explain }: Core, cause: unknown): AppError {
  const { statusCode = 500, message = '' } = Object(cause) as { statusCode?: number; message?: string }
  return statusCode < 500 ? new AppError('BODY_INVALID', { reason: message }) : explain(cause)
}
