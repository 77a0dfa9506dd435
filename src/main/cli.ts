import { contract } from '@shared/contract'
import type { Session } from '@shared/contract/session'
import { readCommand, UsageError, type Wish } from './cli/arguments'
import { call, findPlace, RefusedError, type Connection } from './cli/connection'
import { helpText } from './cli/help'
import { printable } from './cli/print'
import { ask } from './cli/terminal'

const SECRET = /password|secret|^old$|^new$/

/** One command: reads it, asks the running application, prints the answer. */
async function main(argv: readonly string[]): Promise<void> {
  const wish = readCommand(argv)
  if (wish.kind === 'help') process.stdout.write(`${helpText(wish)}\n`)
  else if (wish.kind === 'serve') {
    process.argv.splice(2, Infinity, ...wish.args)
    await import('./serve')
  } else await run(wish)
}

async function run({ operation, input, options }: Extract<Wish, { kind: 'call' }>): Promise<void> {
  const whole = await fillIn(input)
  const connection: Connection = { place: await findPlace(options), session: process.env['NANO_SESSION'] ?? '' }
  const mustSignIn = operation.permission !== 'public' && connection.session === ''
  if (mustSignIn) connection.session = await signIn(connection)
  try {
    const data = await call(connection, operation, whole, options.file)
    const text = options.json ? JSON.stringify(data, null, 2) : printable(data)
    if (text !== '') process.stdout.write(`${text}\n`)
  } finally {
    if (mustSignIn) await call(connection, contract.session.remove, { id: connection.session }).catch(() => undefined)
  }
}

/** Values of `-` are asked for, so that they are in no command line. */
async function fillIn(input: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const whole: Record<string, unknown> = { ...input }
  for (const [field, value] of Object.entries(input))
    if (value === '-') whole[field] = await ask(field, SECRET.test(field))
  return whole
}

async function signIn(connection: Connection): Promise<string> {
  const user = process.env['NANO_USER'] ?? (await ask('user', false))
  const password = process.env['NANO_PASSWORD'] ?? (await ask('password', true))
  const { session } = (await call(connection, contract.session.create, { user, password })) as Session
  return session
}

main(process.argv.slice(2)).catch((cause: unknown) => {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`)
  process.exitCode = cause instanceof UsageError ? 2 : 1
  if (!(cause instanceof UsageError || cause instanceof RefusedError) && process.env['NANO_DEBUG'])
    process.stderr.write(`${String((cause as Error).stack)}\n`)
})
