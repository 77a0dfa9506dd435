import { describe, expect, test } from 'vitest'
import { UPLOAD_WINDOW } from '@shared/contract/wire'
import { sendFile } from '@/transfers/send-file'
import { until } from './support/until'
import { FakeChannel } from './support/fake-channel'

const bytesOf = (size: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: size }, (_, at) => at % 251)

function sending(file: Blob) {
  const channel = new FakeChannel()
  const stop = new AbortController()
  const arrived: number[] = []
  const done = sendFile(file, channel.near, { signal: stop.signal, onBytes: (bytes) => arrived.push(bytes) })
  done.catch(() => {})
  return { channel, stop, arrived, done }
}

describe('a file on its way to the core', () => {
  test('waits until the channel is open', async () => {
    const { channel, done } = sending(new Blob([bytesOf(10)]))
    expect(channel.received).toEqual([])
    channel.open()
    await until('the end', () => channel.hasEnded)
    channel.finish()
    await done
    expect(channel.size).toBe(10)
  })

  test('never has more than the window unacknowledged, and comes whole', async () => {
    const bytes = bytesOf(2 * UPLOAD_WINDOW + 12_345)
    const { channel, arrived, done } = sending(new Blob([bytes]))
    channel.open()
    let [most, written] = [0, 0]
    while (!channel.hasEnded) {
      await until('more of the file', () => channel.size > written || channel.hasEnded)
      most = Math.max(most, channel.size - written)
      written = Math.min(written + 1_000_000, channel.size)
      channel.written(written)
    }
    channel.written(bytes.length)
    channel.finish()
    await done
    expect(most).toBeLessThanOrEqual(UPLOAD_WINDOW)
    const came = new Uint8Array(await new Blob(channel.received).arrayBuffer())
    expect(came).toHaveLength(bytes.length)
    expect(came.findIndex((byte, at) => byte !== bytes[at])).toBe(-1)
    expect(arrived.at(-1)).toBe(bytes.length)
    expect(channel.signals).toEqual([{ signal: 'end' }])
  })

  test('is done only once the core has taken it over', async () => {
    const { channel, done } = sending(new Blob([bytesOf(10)]))
    channel.open()
    await until('the end', () => channel.hasEnded)
    channel.finish('The file for image "base" is refused: it is empty')
    await expect(done).rejects.toMatchObject({
      code: 'TRANSFER_FAILED',
      message: 'The file for image "base" is refused: it is empty'
    })
  })

  test('stops when the core ends the channel half-way', async () => {
    const { channel, done } = sending(new Blob([bytesOf(UPLOAD_WINDOW + 10)]))
    channel.open()
    await until('a full window', () => channel.size === UPLOAD_WINDOW)
    channel.finish('The disk is full')
    await expect(done).rejects.toThrow('The disk is full')
    channel.written(UPLOAD_WINDOW)
    expect(channel.size).toBe(UPLOAD_WINDOW)
    expect(channel.hasEnded).toBe(false)
  })

  test('is broken off by its follower', async () => {
    const { channel, stop, done } = sending(new Blob([bytesOf(10)]))
    stop.abort()
    await expect(done).rejects.toThrow()
    expect(channel.isClosed).toBe(true)
  })

  test('that cannot be read closes the channel, and says why', async () => {
    const file = new Blob([bytesOf(10)])
    file.slice = () => Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new Error('it was moved away')) })
    const { channel, done } = sending(file)
    channel.open()
    await expect(done).rejects.toThrow('it was moved away')
    expect(channel.isClosed).toBe(true)
    expect(channel.hasEnded).toBe(false)
  })
})
