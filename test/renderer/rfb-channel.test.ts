import { describe, expect, test, vi } from 'vitest'
import { RfbChannel } from '@/features/console/rfb-channel'
import type { ByteChannel } from '@/api/connection'

/** The near end of a byte pipe; a test plays the far one. */
function pipe(): ByteChannel & { readonly sent: Uint8Array[] } {
  const sent: Uint8Array[] = []
  const channel: ByteChannel & { sent: Uint8Array[] } = {
    sent,
    onopen: null,
    onmessage: null,
    onwritten: null,
    onclose: null,
    send: (bytes) => void sent.push(bytes),
    end: () => {},
    acknowledge: () => {},
    close: () => channel.onclose?.('')
  }
  return channel
}

describe('the channel under a screen', () => {
  test('opens when the pipe does and hands bytes on without a copy', () => {
    const far = pipe()
    const channel = new RfbChannel(far, () => {})
    expect(channel.readyState).toBe('connecting')
    channel.onopen = vi.fn()
    far.onopen?.()
    expect(channel.readyState).toBe('open')
    expect(channel.onopen).toHaveBeenCalledOnce()

    const heard: ArrayBufferLike[] = []
    channel.onmessage = ({ data }) => heard.push(data)
    const bytes = new Uint8Array([1, 2, 3])
    far.onmessage?.(bytes)
    expect(heard[0]).toBe(bytes.buffer)
    far.onmessage?.(bytes.subarray(1))
    expect([...new Uint8Array(heard[1]!)]).toEqual([2, 3])
  })

  test('keeps its own copy of what is sent, since the sender uses its buffer again', () => {
    const far = pipe()
    const channel = new RfbChannel(far, () => {})
    const buffer = new Uint8Array([1, 2, 3])
    channel.send(buffer.subarray(0, 2))
    buffer.fill(9)
    expect(far.sent.map((bytes) => [...bytes])).toEqual([[1, 2]])
  })

  test('tells of each picture when the next is asked for, and passes on what else is sent', () => {
    const far = pipe()
    const onPicture = vi.fn()
    const channel = new RfbChannel(far, () => {}, { onPicture })
    channel.send(new Uint8Array([4, 1, 0, 0, 0, 0, 0, 65]))
    expect(onPicture).not.toHaveBeenCalled()
    channel.send(new Uint8Array([3, 1, 0, 0, 0, 0, 2, 208, 1, 144]))
    expect(onPicture).toHaveBeenCalledOnce()
    expect(far.sent).toHaveLength(2)
  })

  test('lets the last picture be kept before anybody hears that the screen is gone, and never closes while it is being closed', async () => {
    const far = pipe()
    const order: string[] = []
    const channel = new RfbChannel(far, (reason) => order.push(`keep ${reason}`))
    channel.onclose = ({ reason }) => order.push(`gone ${reason}`)
    channel.close()
    order.push('close returned')
    await Promise.resolve()
    expect(order).toEqual(['keep ', 'close returned', 'gone '])
    expect(channel.readyState).toBe('closed')
  })
})
