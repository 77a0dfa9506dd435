import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { SerialLine } from '@main/drivers/serial-line'

const KiB = 1 << 10
/** All that can be read now. */
const heard = (watcher: Duplex): string => String(watcher.read() ?? '')
const silent = (): SerialLine => new SerialLine((_bytes, done) => done())
const say = (line: SerialLine, text: string): void => line.say(Buffer.from(text))

test('everybody hears what is said, and what anybody types arrives', async () => {
  const typed: string[] = []
  const line = new SerialLine((bytes, done) => {
    typed.push(bytes.toString())
    done()
  })
  const [first, second] = [line.watch(), line.watch()]
  say(line, 'login: ')
  first.write('anna\r')
  second.write('bob\r')
  expect([first, second].map(heard)).toEqual(['login: ', 'login: '])
  expect(typed).toEqual(['anna\r', 'bob\r'])
  expect(line.watched).toBe(true)
  const closed = [first, second].map((watcher) => once(watcher.destroy(), 'close'))
  await Promise.all(closed)
  expect(line.watched).toBe(false)
})

test('who comes later hears the last 64 KiB first', () => {
  const line = silent()
  say(line, 'one ')
  expect(heard(line.watch())).toBe('one ')
  say(line, `${'x'.repeat(50 * KiB)}y`)
  say(line, `${'z'.repeat(20 * KiB)} end`)
  const last = heard(line.watch())
  expect(last).toHaveLength(64 * KiB)
  expect(last).toMatch(/^x+yz+ end$/)
  say(line, `${'long'.repeat(40 * KiB)}.`)
  expect(heard(line.watch())).toBe(`${'long'.repeat(16 * KiB)}.`.slice(1))
})

test('who comes later is not asked what terminals were asked before', () => {
  const line = silent()
  say(line, 'a\x1b[6nb\x1b[cc\x1b[>0cd\x1bZe\x05f\x1b[?1$pg\x1b]11;?\x07\x1bP$qm\x1b\\\x1b[31mred\x1b[0m')
  expect(heard(line.watch())).toBe('abcdefg\x1b[31mred\x1b[0m')
})

test('who does not read holds nobody up, and misses what comes then', async () => {
  const line = silent()
  const [slow, quick] = [line.watch(), line.watch()]
  let count = 0
  quick.on('data', (bytes: Buffer) => (count += bytes.length))
  for (let n = 0; n < 40; n++) {
    line.say(Buffer.alloc(64 * KiB))
    await setImmediate()
  }
  expect(slow.readableLength).toBe(1024 * KiB)
  while (slow.read());
  say(line, 'news')
  expect(heard(slow)).toBe('news')
  await expect.poll(() => count).toBe(40 * 64 * KiB + 4)
})

test('watchers read to the end of a line, and it ends for those who come after it', async () => {
  const line = silent()
  const watcher = line.watch()
  say(line, 'Power down.')
  line.end()
  expect(heard(watcher)).toBe('Power down.')
  const late = line.watch()
  for (const each of [watcher, late]) await once(each.resume(), 'close')
})
