import { createReadStream, createWriteStream } from 'node:fs'
import { open, readFile, rm, stat } from 'node:fs/promises'
import { request, type IncomingMessage, type RequestOptions } from 'node:http'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { AnyOperation } from '@shared/contract/define'
import { chosenFolderFile, doorFile, type ChosenFolder, type LocalDoor } from '@shared/local-door'

/** A refusal, as the application said it. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
}

/** Where the application is reached. */
export type Place = Pick<RequestOptions, 'socketPath' | 'host' | 'port'>

/** A way to ask the running application. */
export interface Connection {
  readonly place: Place
  session: string
}

/** Where to reach the application: at its URL, or at the door that it has in its data folder. */
export async function findPlace({ url, data }: { url?: string; data?: string }): Promise<Place> {
  if (url !== undefined) {
    const { hostname, port, protocol } = new URL(url)
    if (protocol !== 'http:') throw new RefusedError(`${url} cannot be used: it is no http:// address`)
    return { host: hostname.replaceAll(/[[\]]/g, ''), port: port === '' ? 80 : Number(port) }
  }
  const folder = data ?? (await desktopFolder())
  const door = await readFile(join(folder, doorFile), 'utf8').catch(() => undefined)
  if (door === undefined)
    throw new RefusedError(`Nano Desktop does not run with the data folder ${folder}; start it first`)
  return { socketPath: (JSON.parse(door) as LocalDoor).socket }
}

/** The data folder of the desktop application: the chosen one, or the usual one in its own folder. */
async function desktopFolder(): Promise<string> {
  const chosen = await readFile(join(ownFolder(), chosenFolderFile), 'utf8').catch(() => undefined)
  return chosen === undefined ? join(ownFolder(), 'data') : (JSON.parse(chosen) as ChosenFolder).data_folder
}

/** Electron's `userData`. */
function ownFolder(): string {
  const { APPDATA, XDG_CONFIG_HOME } = process.env
  const places: Partial<Record<NodeJS.Platform, string>> = {
    win32: APPDATA ?? join(homedir(), 'AppData/Roaming'),
    darwin: join(homedir(), 'Library/Application Support')
  }
  return join(places[process.platform] ?? XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'nano-desktop')
}

/** Calls an operation over REST and gives its data; a refusal is thrown in the application's words. */
export async function call(
  connection: Connection,
  operation: AnyOperation,
  input: Readonly<Record<string, unknown>>,
  file?: string
): Promise<unknown> {
  const { method, path, body } = asRequest(operation, input)
  if (operation.stream === 'upload') {
    if (file === undefined) throw new RefusedError('Say which file to send: --file PATH')
    const { size } = await stat(file)
    return dataOf(await send(connection, { method, path, length: size }, createReadStream(file)))
  }
  if (operation.stream === 'download') {
    if (file === undefined) throw new RefusedError('Say where to write the file: --file PATH')
    return download(await send(connection, { method, path }), file)
  }
  return dataOf(await send(connection, { method, path, length: Buffer.byteLength(body) }, body))
}

/** Path parameters into the path, the rest into the query of a GET or of a file, else into the body. */
export function asRequest(operation: AnyOperation, input: Readonly<Record<string, unknown>>) {
  const [method = '', pattern = ''] = operation.route.split(' ')
  const rest = new Map(Object.entries(input))
  const path = pattern.replaceAll(/:(\w+)/g, (_match, name: string) => {
    const value = rest.get(name)
    rest.delete(name)
    if (value === undefined) throw new RefusedError(`The field "${name}" is needed`)
    return encodeURIComponent(wordOf(value))
  })
  if (method !== 'GET' && operation.stream === undefined)
    return { method, path: `/api/v1${path}`, body: rest.size === 0 ? '' : JSON.stringify(Object.fromEntries(rest)) }
  const query = new URLSearchParams()
  for (const [name, value] of rest) for (const item of [value].flat()) query.append(name, wordOf(item))
  return { method, path: `/api/v1${path}${query.size === 0 ? '' : `?${query.toString()}`}`, body: '' }
}

const wordOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

interface Head {
  readonly method: string
  readonly path: string
  readonly length?: number
}

async function send(
  { place, session }: Connection,
  { method, path, length }: Head,
  body: string | Readable = ''
): Promise<IncomingMessage> {
  const headers = {
    ...(session !== '' && { 'Nano-Session': session }),
    ...(length !== undefined && { 'content-length': length })
  }
  return new Promise((resolve, reject) => {
    const outgoing = request({ ...place, method, path, headers }, resolve)
    outgoing.once('error', (cause) =>
      reject(new RefusedError(`Nano Desktop does not answer: ${cause.message}; start it first`, { cause }))
    )
    if (typeof body === 'string') outgoing.end(body)
    else pipeline(body, outgoing).catch(reject)
  })
}

async function dataOf(response: IncomingMessage): Promise<unknown> {
  const answer = await text(response)
  const { error_code, message, data } = envelopeOf(answer)
  if (error_code !== 0) throw new RefusedError(message)
  if (message !== '') process.stderr.write(`${message}\n`)
  return data
}

function envelopeOf(answer: string): { error_code: number; message: string; data: unknown } {
  try {
    return JSON.parse(answer) as ReturnType<typeof envelopeOf>
  } catch (cause) {
    throw new RefusedError('This is not Nano Desktop that answers', { cause })
  }
}

/** Writes a new file; one that is there already is not touched, and half a one does not stay. */
async function download(response: IncomingMessage, path: string): Promise<unknown> {
  if (response.headers['content-type'] === 'application/json') return dataOf(response)
  const file = await open(path, 'wx')
  try {
    await pipeline(response, createWriteStream('', { fd: file }))
  } catch (cause) {
    await rm(path, { force: true })
    throw cause
  }
  return ''
}
