import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { Framebuffer } from '@main/drivers/simulated/rfb/framebuffer'
import { nativeFormat, type PixelFormat } from '@main/drivers/simulated/rfb/pixel-format'
import { openRfbStream } from '@main/drivers/simulated/rfb/rfb-stream'
import { RfbClient } from '../drivers/rfb-client'

const palette = [0x000000, 0xffffff, 0xff0000, 0x00ff00, 0x0000ff, 0x123456, 0x80c0e0]

const bgr233: PixelFormat = {
  bits_per_pixel: 8,
  depth: 8,
  big_endian: false,
  true_colour: true,
  red: { max: 7, shift: 0 },
  green: { max: 7, shift: 3 },
  blue: { max: 3, shift: 6 }
}
const rgb565: PixelFormat = {
  ...bgr233,
  bits_per_pixel: 16,
  depth: 16,
  red: { max: 31, shift: 11 },
  green: { max: 63, shift: 5 },
  blue: { max: 31, shift: 0 }
}
const formats = {
  '32 bits, little-endian': nativeFormat,
  '32 bits, big-endian': { ...nativeFormat, big_endian: true },
  '16 bits, little-endian': rgb565,
  '16 bits, big-endian': { ...rgb565, big_endian: true },
  '8 bits': bgr233
}

/** A picture with edges that are no whole tiles: empty parts, text-like parts of two colours, and noise. */
function picture(): Framebuffer {
  const framebuffer = new Framebuffer(75, 53, palette)
  for (let place = 0; place < framebuffer.pixels.length; place++) {
    const [x, y] = [place % 75, Math.floor(place / 75)]
    const noise = (place * 7919 + y * 104_729) % 7
    const text = x < 60 ? Number((x + y) % 5 === 0) : 6
    const empty = x < 16 || (x >= 32 && x < 48) || y > 40
    framebuffer.pixels[place] = empty ? 5 : x < 32 && y < 30 ? noise : text
  }
  return framebuffer
}

/** A server of one picture, and the viewer's end of its stream. */
function serve(framebuffer: Framebuffer) {
  const keys: [number, boolean][] = []
  const told: string[] = []
  const { stream } = openRfbStream({
    framebuffer,
    name: 'a "guest", 字',
    onKey: (keysym, down) => keys.push([keysym, down]),
    onAlone: () => told.push('alone'),
    onEnd: () => told.push('end')
  })
  return { stream, keys, told }
}

const wanted = (framebuffer: Framebuffer, { red, green, blue }: PixelFormat): number[] =>
  [...framebuffer.pixels].map((index) => {
    const color = palette[index]!
    const part = (value: number, { max, shift }: { max: number; shift: number }): number =>
      Math.round(((value & 255) * max) / 255) * 2 ** shift
    return part(color >> 16, red) + part(color >> 8, green) + part(color, blue)
  })

describe('a viewer', () => {
  test.each(['003.003', '003.007', '003.008'])('of RFB %s is welcome without a password', async (version) => {
    const client = await RfbClient.connect(serve(picture()).stream, { version })
    expect(client).toMatchObject({ width: 75, height: 53, name: 'a "guest", 字' })
    client.request(false)
    await client.update()
    expect([...client.picture]).toEqual(wanted(picture(), nativeFormat))
  })

  describe.each(Object.entries(formats))('that wants pixels of %s', (_format, format) => {
    test.each([
      ['raw', 0],
      ['hextile', 5]
    ])('sees the picture, sent %s', async (_encoding, encoding) => {
      const client = await RfbClient.connect(serve(picture()).stream, { format, encodings: [-223, encoding] })
      client.request(false)
      await client.update()
      expect([...client.picture]).toEqual(wanted(picture(), format))
      expect([...client.rectangles.keys()]).toEqual([encoding])
    })
  })

  test('that wants a map of colours gets one, and indexes into it', async () => {
    const format = { ...bgr233, true_colour: false }
    const client = await RfbClient.connect(serve(picture()).stream, { format })
    client.request(false)
    await client.update()
    expect([...client.picture]).toEqual([...picture().pixels])
    expect(client.colours).toEqual(
      palette.map((color) => [color >> 16, (color >> 8) & 255, color & 255].map((part) => part * 257))
    )
  })

  test('that knows no encoding of ours gets raw pixels', async () => {
    const client = await RfbClient.connect(serve(picture()).stream, { encodings: [16, 7] })
    client.request(false)
    await client.update()
    expect([...client.rectangles.keys()]).toEqual([0])
  })

  test('that has seen all waits for a change, and gets no more than what has changed', async () => {
    const framebuffer = picture()
    const client = await RfbClient.connect(serve(framebuffer).stream)
    client.request(false)
    await client.update()
    client.request(true)
    framebuffer.fill({ x: 17, y: 18, width: 2, height: 2 }, 1)
    framebuffer.fill({ x: 70, y: 50, width: 5, height: 3 }, 3)
    expect(await client.update()).toEqual([
      { x: 16, y: 16, width: 16, height: 16 },
      { x: 64, y: 48, width: 11, height: 5 }
    ])
    expect([...client.picture]).toEqual(wanted(framebuffer, nativeFormat))
  })

  test('that looks at a part hears of the rest when it asks for it', async () => {
    const framebuffer = picture()
    const client = await RfbClient.connect(serve(framebuffer).stream)
    client.request(false)
    await client.update()
    framebuffer.fill({ x: 0, y: 0, width: 75, height: 53 }, 4)
    client.request(true, { x: 0, y: 0, width: 16, height: 16 })
    expect(await client.update()).toEqual([{ x: 0, y: 0, width: 16, height: 16 }])
    client.request(true)
    await client.update()
    expect([...client.picture]).toEqual(wanted(framebuffer, nativeFormat))
  })

  test('that cannot keep up is sent the latest, and nothing of what was in between', async () => {
    const framebuffer = new Framebuffer(640, 480, palette)
    const { stream } = serve(framebuffer)
    const client = await RfbClient.connect(stream, { encodings: [0] })
    client.request(false)
    await client.update()
    stream.pause()
    for (const color of [1, 2, 3, 4]) {
      framebuffer.fill({ x: 0, y: 0, width: 640, height: 480 }, color)
      client.request(true)
      await setImmediate()
    }
    stream.resume()
    const seen = []
    for (let update = 0; update < 2; update++) {
      await client.update()
      seen.push([...new Set(client.picture)])
    }
    expect(seen).toEqual([[0xffffff], [0x0000ff]])
  })

  test('types keys', async () => {
    const { stream, keys } = serve(picture())
    const client = await RfbClient.connect(stream)
    client.type('A\n')
    client.request(false)
    await client.update()
    expect(keys).toEqual([
      [0x41, true],
      [0x41, false],
      [0xff0d, true],
      [0xff0d, false]
    ])
  })

  test.each([
    [true, []],
    [false, ['alone']]
  ])('shares the screen unless it wants to be alone (shared: %s)', async (shared, expected) => {
    const { stream, told } = serve(picture())
    await RfbClient.connect(stream, { shared })
    expect(told).toEqual(expected)
  })

  test('that does not speak RFB is shown out', async () => {
    const { stream } = serve(picture())
    stream.resume().write('GET / HTTP/1.1\r\n\r\n')
    await once(stream, 'close')
  })

  test('that insists on a password is refused with the reason', async () => {
    const { stream } = serve(picture())
    let said = ''
    stream.on('data', (bytes: Buffer) => (said += bytes.toString('latin1')))
    stream.write('RFB 003.008\n')
    stream.write(Buffer.of(2))
    await once(stream, 'close')
    expect(said).toContain('Security type 2 was not offered')
  })
})
