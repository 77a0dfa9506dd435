/** A key as X11 calls it (keysymdef.h) and as the keyboard does (`KeyboardEvent.code`). */
export interface Key {
  readonly keysym: number
  readonly code: string
}

export const keys = {
  ctrl: { keysym: 0xffe3, code: 'ControlLeft' },
  alt: { keysym: 0xffe9, code: 'AltLeft' },
  shift: { keysym: 0xffe1, code: 'ShiftLeft' },
  super: { keysym: 0xffeb, code: 'MetaLeft' },
  del: { keysym: 0xffff, code: 'Delete' },
  backspace: { keysym: 0xff08, code: 'Backspace' },
  printScreen: { keysym: 0xff61, code: 'PrintScreen' },
  enter: { keysym: 0xff0d, code: 'Enter' },
  tab: { keysym: 0xff09, code: 'Tab' }
} as const satisfies Record<string, Key>

/** F1 to F12. */
export const functionKey = (number: number): Key => ({ keysym: 0xffbd + number, code: `F${number}` })

/** Keys that a menu holds down until they are let go. */
export const modifiers = ['ctrl', 'alt', 'super', 'shift'] as const
export type Modifier = (typeof modifiers)[number]

/** What a chord of a person's own may be made of besides single characters. */
const named = new Map<string, Key>(
  Object.entries({
    ...keys,
    escape: { keysym: 0xff1b, code: 'Escape' },
    esc: { keysym: 0xff1b, code: 'Escape' },
    delete: keys.del,
    insert: { keysym: 0xff63, code: 'Insert' },
    home: { keysym: 0xff50, code: 'Home' },
    end: { keysym: 0xff57, code: 'End' },
    pageup: { keysym: 0xff55, code: 'PageUp' },
    pagedown: { keysym: 0xff56, code: 'PageDown' },
    left: { keysym: 0xff51, code: 'ArrowLeft' },
    up: { keysym: 0xff52, code: 'ArrowUp' },
    right: { keysym: 0xff53, code: 'ArrowRight' },
    down: { keysym: 0xff54, code: 'ArrowDown' },
    space: { keysym: 0x20, code: 'Space' },
    menu: { keysym: 0xff67, code: 'ContextMenu' },
    sysrq: { keysym: 0xff15, code: 'PrintScreen' },
    printscreen: keys.printScreen,
    pause: { keysym: 0xff13, code: 'Pause' }
  })
)

/** The keys of a chord as people write it, `Ctrl+Alt+F7` or `Alt+SysRq+s`; undefined for what is none. */
export function parseChord(text: string): readonly Key[] | undefined {
  const parts = text.split('+').map((part) => part.trim())
  const chord = parts.flatMap((part): Key[] => {
    const name = part.toLowerCase()
    const known = named.get(name)
    if (known) return [known]
    const number = Number(/^f(\d{1,2})$/.exec(name)?.[1])
    if (number >= 1 && number <= 12) return [functionKey(number)]
    if (/^[a-z]$/.test(name)) return [{ keysym: keysymOf(name), code: `Key${name.toUpperCase()}` }]
    if (/^\d$/.test(name)) return [{ keysym: keysymOf(name), code: `Digit${name}` }]
    return []
  })
  return chord.length === parts.length ? chord : undefined
}

/** What sends keys: noVNC's RFB. */
export interface Keyboard {
  sendKey(keysym: number, code: string | null, down?: boolean): void
}

/** Presses the keys in their order and lets them go in the other. */
export function pressTogether(keyboard: Keyboard, chord: readonly Key[]): void {
  for (const { keysym, code } of chord) keyboard.sendKey(keysym, code, true)
  for (const { keysym, code } of chord.toReversed()) keyboard.sendKey(keysym, code, false)
}

/** What needs Shift on the keyboard that QEMU assumes, the American one. */
const shifted = /[A-Z~!@#$%^&*()_+{}|:"<>?]/

/** Types a text key by key. Characters that no key has are sent by their name, and some guests drop them. */
export function typeText(keyboard: Keyboard, text: string): void {
  for (const character of text.replaceAll('\r\n', '\n')) {
    const key = { '\n': keys.enter, '\t': keys.tab }[character]
    if (key) keyboard.sendKey(key.keysym, key.code)
    else if (shifted.test(character)) withShift(keyboard, keysymOf(character))
    else keyboard.sendKey(keysymOf(character), null)
  }
}

// Without Shift a guest behind QEMU sees the small letter.
function withShift(keyboard: Keyboard, keysym: number): void {
  keyboard.sendKey(keys.shift.keysym, keys.shift.code, true)
  keyboard.sendKey(keysym, null)
  keyboard.sendKey(keys.shift.keysym, keys.shift.code, false)
}

/** Latin-1 stands for itself, all else is its code point with a mark (X11, keysymdef.h). */
function keysymOf(character: string): number {
  const point = character.codePointAt(0) ?? 0
  return point < 0x100 ? point : 0x01000000 | point
}
