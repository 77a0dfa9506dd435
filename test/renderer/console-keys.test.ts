import { describe, expect, test } from 'vitest'
import { functionKey, keys, pressTogether, typeText, type Keyboard } from '@/features/console/keys'

/** Writes down what is pressed, `+` for down, `-` for up, nothing for a press of both. */
function written(): { readonly keyboard: Keyboard; readonly text: () => string } {
  const strokes: string[] = []
  const sendKey: Keyboard['sendKey'] = (keysym, _code, down) =>
    void strokes.push(`${down === undefined ? '' : down ? '+' : '-'}${keysym.toString(16)}`)
  return { keyboard: { sendKey }, text: () => strokes.join(' ') }
}

describe('keys for a guest', () => {
  test('keys pressed together are let go in the other order', () => {
    const { keyboard, text } = written()
    pressTogether(keyboard, [keys.ctrl, keys.alt, functionKey(3)])
    expect(text()).toBe('+ffe3 +ffe9 +ffc0 -ffc0 -ffe9 -ffe3')
  })

  test('capitals and signs are typed with Shift, line ends and tabs with their keys', () => {
    const { keyboard, text } = written()
    typeText(keyboard, 'aB$\r\n\t')
    expect(text()).toBe('61 +ffe1 42 -ffe1 +ffe1 24 -ffe1 ff0d ff09')
  })

  test('characters beyond Latin-1 go by their code point', () => {
    const { keyboard, text } = written()
    typeText(keyboard, 'é机🖥')
    expect(text()).toBe('e9 100673a 101f5a5')
  })
})
