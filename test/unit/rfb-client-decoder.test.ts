import { describe, expect, test } from 'vitest'
import { ClientDecoder } from '@main/drivers/simulated/rfb/client-decoder'
import { RfbError, type ClientMessage } from '@main/drivers/simulated/rfb/client-messages'

const bytesOf = (...parts: readonly (string | readonly number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))))

/** A whole conversation, one of each message. */
const talk = bytesOf(
  'RFB 003.008\n',
  [1],
  [1],
  [0, 0, 0, 0, 16, 15, 1, 1, 0, 31, 0, 63, 0, 31, 11, 5, 0, 0, 0, 0],
  [2, 0, 0, 3, 0, 0, 0, 5, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0x21],
  [3, 1, 0, 1, 0, 2, 3, 4, 5, 6],
  [4, 1, 0, 0, 0, 0, 0xff, 0x0d],
  [5, 3, 1, 0, 0, 9],
  [6, 0, 0, 0, 0, 0, 0, 3],
  'a\xe9b'
)

const messages: ClientMessage[] = [
  { type: 'version', minor: 8 },
  { type: 'security', choice: 1 },
  { type: 'init', shared: true },
  {
    type: 'pixel_format',
    format: {
      bits_per_pixel: 16,
      depth: 15,
      big_endian: true,
      true_colour: true,
      red: { max: 31, shift: 11 },
      green: { max: 63, shift: 5 },
      blue: { max: 31, shift: 0 }
    }
  },
  { type: 'encodings', encodings: [5, 0, -223] },
  { type: 'update_request', incremental: true, area: { x: 1, y: 2, width: 0x304, height: 0x506 } },
  { type: 'key', down: true, keysym: 0xff0d },
  { type: 'pointer', buttons: 3, x: 256, y: 9 },
  { type: 'cut_text', text: 'aéb' }
]

describe('what a viewer says', () => {
  test('is read when it comes in one piece', () => {
    expect(new ClientDecoder().push(talk)).toEqual(messages)
  })

  test('is read the same wherever the bytes are cut in two', () => {
    for (let cut = 0; cut <= talk.length; cut++) {
      const decoder = new ClientDecoder()
      expect([...decoder.push(talk.subarray(0, cut)), ...decoder.push(talk.subarray(cut))]).toEqual(messages)
    }
  })

  test('is read byte by byte, each message as soon as its last byte is there', () => {
    const decoder = new ClientDecoder()
    const read: ClientMessage[] = []
    const ends: number[] = []
    talk.forEach((_, index) => {
      const more = decoder.push(talk.subarray(index, index + 1))
      read.push(...more)
      if (more.length > 0) ends.push(index + 1)
    })
    expect(read).toEqual(messages)
    expect(ends).toEqual([12, 13, 14, 34, 50, 60, 68, 74, 85])
  })

  test.each([
    ['003.003', 3],
    ['003.007', 7],
    ['003.005', 3],
    ['003.889', 3]
  ])('version %s is taken for 3.%i', (version, minor) => {
    expect(new ClientDecoder().push(bytesOf(`RFB ${version}\n`))).toEqual([{ type: 'version', minor }])
  })

  test('version 3.3 chooses no security', () => {
    const said = new ClientDecoder().push(bytesOf('RFB 003.003\n', [0], [4, 0, 0, 0, 0, 0, 0, 65]))
    expect(said.slice(1)).toEqual([
      { type: 'init', shared: false },
      { type: 'key', down: false, keysym: 65 }
    ])
  })

  test.each([
    ['something that is no greeting', bytesOf('GET / HTTP/1.1\r\n')],
    ['an unknown message', bytesOf(talk.toString('latin1', 0, 14), [77])],
    ['pixels of 24 bits', bytesOf(talk.toString('latin1', 0, 14), [0, 0, 0, 0, 24, ...Array<number>(15).fill(0)])],
    ['an endless clipboard', bytesOf(talk.toString('latin1', 0, 14), [6, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff])]
  ])('%s is refused', (_what, bytes) => {
    expect(() => new ClientDecoder().push(bytes)).toThrow(RfbError)
  })
})
