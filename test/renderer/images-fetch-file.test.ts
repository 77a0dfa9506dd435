import { describe, expect, test } from 'vitest'
import { fetchFile } from '@/transfers/fetch-file'
import { until } from './support/until'
import { FakeChannel } from './support/fake-channel'

type Bytes = Uint8Array<ArrayBuffer>

function fetching(sink: UnderlyingSink<Bytes> = {}) {
  const channel = new FakeChannel()
  const stop = new AbortController()
  const ends: string[] = []
  const kept: Bytes[] = []
  const stream = new WritableStream<Bytes>({
    write: (bytes) => void kept.push(bytes),
    close: () => void ends.push('closed'),
    abort: () => void ends.push('forgotten'),
    ...sink
  })
  const done = fetchFile(channel.near, stream, { signal: stop.signal, onBytes: () => {} })
  done.catch(() => {})
  const acknowledged = () => channel.signals.map((sent) => (sent.signal === 'written' ? sent.bytes : sent.signal))
  return { channel, stop, ends, kept, done, acknowledged }
}

describe('a file on its way from the core', () => {
  test('is acknowledged as far as it is kept', async () => {
    const { channel, kept, ends, done, acknowledged } = fetching()
    channel.open()
    channel.near.take(new Uint8Array([1, 2, 3]))
    channel.near.take(new Uint8Array([4]))
    await until('the acknowledgement', () => acknowledged().length === 2)
    expect(acknowledged()).toEqual([3, 4])
    channel.finish()
    await done
    expect(kept.flatMap((bytes) => [...bytes])).toEqual([1, 2, 3, 4])
    expect(ends).toEqual(['closed'])
  })

  test('is not acknowledged while the sink is still writing', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    let isWriting = false
    const { channel, done, acknowledged } = fetching({
      write: () => {
        isWriting = true
        return promise
      }
    })
    channel.near.take(new Uint8Array(10))
    await until('the write', () => isWriting)
    expect(acknowledged()).toEqual([])
    resolve()
    await until('the acknowledgement', () => acknowledged().length === 1)
    channel.finish()
    await done
  })

  test('is forgotten when the connection is lost half-way', async () => {
    const { channel, ends, done } = fetching()
    channel.near.take(new Uint8Array(10))
    channel.near.over('The connection was lost')
    await expect(done).rejects.toThrow('The connection was lost')
    expect(ends).toEqual(['forgotten'])
  })

  test('ends with the reason when it cannot be written', async () => {
    const { channel, done } = fetching({ write: () => Promise.reject(new Error('No space left')) })
    channel.near.take(new Uint8Array(10))
    await expect(done).rejects.toThrow('No space left')
    expect(channel.isClosed).toBe(true)
  })

  test('is broken off by its follower, and forgotten', async () => {
    const { channel, stop, ends, done } = fetching()
    stop.abort()
    await expect(done).rejects.toThrow()
    expect(channel.isClosed).toBe(true)
    expect(ends).toEqual(['forgotten'])
  })
})
