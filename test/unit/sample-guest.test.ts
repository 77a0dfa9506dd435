import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeSampleGuest } from '../../scripts/make-sample-guest.mjs'
import { assemble } from '../../scripts/sample-guest/assemble.mjs'

const RESOURCES = resolve(import.meta.dirname, '../../resources')

describe('the sample guest', () => {
  it('in the resources is the one that its source makes', () => {
    expect(readFileSync(join(RESOURCES, 'guests/sample.img')).equals(makeSampleGuest())).toBe(true)
  })

  it('is a few KiB with a boot sector', () => {
    const image = makeSampleGuest()
    const bootSector = image.indexOf(Buffer.of(0x55, 0xaa)) + 2
    expect(image.length).toBeLessThan(8192)
    expect(bootSector % 512).toBe(0)
  })
})

describe('its assembler', () => {
  it('knows numbers, labels, texts and jumps in both directions', () => {
    const source = `
      org 0x100         ; a comment; "with" everything
      again: mov al, [text+1]
      je done
      jmp again
      done: ret
      text: db "a;b█", 0, 0x10
      dw again, 0x1234`
    expect(assemble(source).toString('hex')).toBe('a00c010f840300e9f6ffc3613b62db001000013412')
  })

  it.each([
    ['mov al, bl', 'Line 1: "mov al, bl" is no instruction that we know'],
    ['ret\njmp nowhere', 'Line 2: "nowhere" is no number and no label'],
    ['int 256', 'Line 1: 256 does not fit into 8 bits'],
    ['dw 1, 2\npad 3', 'Line 2: 4 bytes are more than 3']
  ])('refuses %j', (source, message) => {
    expect(() => assemble(`here: ${source}`)).toThrow(message)
  })
})
