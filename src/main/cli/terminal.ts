import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { RefusedError } from './connection'

/** Asks the person at the terminal; `hidden` shows nothing of what is typed. Without a terminal a line of stdin is it. */
export async function ask(question: string, hidden: boolean): Promise<string> {
  const { stdin, stderr } = process
  if (stdin.isTTY) stderr.write(`${question}: `)
  const output = stdin.isTTY && !hidden ? stderr : new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: stdin, output, terminal: stdin.isTTY })
  try {
    const [line] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as [string?]
    if (stdin.isTTY && hidden) stderr.write('\n')
    if (line === undefined) throw new RefusedError(`${question} is needed, and standard input has ended`)
    return line
  } finally {
    lines.close()
  }
}
