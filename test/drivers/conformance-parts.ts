import { randomUUID } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { expect } from 'vitest'
import {
  DriverError,
  type DriverOptions,
  type GuestHandle,
  type GuestSpec,
  type ProgressSink
} from '@main/drivers/driver'
import { unlimited } from '@shared/contract/qos'
import { systemVersions } from '@shared/rules/system-versions'

/** Texts that a careless driver breaks on its way to a command line, a file name or a file. */
export const odd = {
  'commas, quotes and slashes': `a,,b=c "d" 'e' \\f ../../g/h %s $HOME \`i\` ; j`,
  'other scripts and line breaks': '机器 🖥️ Ünïcödé\n\ttwo lines',
  '10,000 characters': 'x'.repeat(9_990) + ',"\'/\\ 字end'
} as const

/** A guest that no host knows. */
export const handle = (): GuestHandle => ({ id: randomUUID() })

/** A small guest as the application would define it. */
export function specOf(more: Partial<GuestSpec> = {}): GuestSpec {
  const id = randomUUID()
  return {
    id,
    name: `guest-${id.slice(0, 4)}`,
    owner: 'someone',
    group: 'some',
    pool: 'default',
    tags: ['small'],
    cores: 1,
    memory: 32 << 20,
    devices: systemVersions.general.devices,
    ports: [],
    qos: unlimited,
    modules: [],
    ethernet_address: `00:16:3e:${id.slice(0, 2)}:${id.slice(2, 4)}:${id.slice(4, 6)}`,
    ...more
  }
}

/** The options of a long order that nobody cancels and nobody watches, unless told otherwise. */
export const task = ({
  signal = new AbortController().signal,
  report = () => {}
}: { signal?: AbortSignal; report?: ProgressSink['report'] } = {}): DriverOptions => ({ signal, progress: { report } })

/** The first `count` bytes of a stream as text, one character per byte. */
export async function firstBytes(stream: Duplex, count: number): Promise<string> {
  let text = ''
  await new Promise<void>((resolve, reject) => {
    stream.on('data', (bytes: Buffer) => {
      text += bytes.toString('latin1')
      if (text.length >= count) resolve()
    })
    stream.once('close', () => reject(new Error(`the stream ended after ${text.length} bytes`)))
  })
  return text.slice(0, count)
}

/** Gives the refusal, which must be a `DriverError` with a message for a person. */
export async function refused(
  order: Promise<unknown>,
  fault?: DriverError['fault'],
  what = 'the order'
): Promise<DriverError> {
  const error = await order.then(
    () => undefined,
    (cause: unknown) => cause
  )
  if (!(error instanceof DriverError)) throw new Error(`${what} was not refused with a DriverError`, { cause: error })
  expect(error.message, what).not.toBe('')
  if (fault !== undefined) expect(error.fault, what).toBe(fault)
  return error
}
