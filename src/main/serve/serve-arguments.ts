import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** What the command line of the serve shell asks for. */
export interface ServeArguments {
  readonly dataFolder: string
  /** 0 takes a free one. */
  readonly port: number
  /** Fill a fresh data folder with a simulated fleet. */
  readonly demo: boolean
  /** Where the sample guest is, when it is not beside the code. */
  readonly resources: string | undefined
}

const USAGE = 'usage: serve --data DIR --port N [--demo] [--resources DIR]'
const LAST_PORT = 65_535

/** Reads the arguments; throws, in one line, what is wrong with them. */
export function readServeArguments(argv: readonly string[], workingFolder: string): ServeArguments {
  const { data, port, demo, resources } = parsed(argv)
  if (!data) throw new Error(`--data is missing; ${USAGE}`)
  if (!/^\d{1,5}$/.test(port) || Number(port) > LAST_PORT)
    throw new Error(`--port "${port}" is no number from 0 to ${LAST_PORT}; ${USAGE}`)
  const at = (path: string): string => resolve(workingFolder, path)
  return {
    dataFolder: at(data),
    port: Number(port),
    demo,
    resources: resources === undefined ? undefined : at(resources)
  }
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        data: { type: 'string' },
        port: { type: 'string', default: '8850' },
        demo: { type: 'boolean', default: false },
        resources: { type: 'string' }
      }
    }).values
  } catch (cause) {
    throw new Error(`${(cause as Error).message}; ${USAGE}`, { cause })
  }
}
