import { instructions } from './instructions.mjs'

/** Bytes of what stands for a number. */
const widths = { B: 1, W: 2, D: 4, N: 2 }
/** Characters beyond ASCII, as a PC's screen numbers them. */
const codePage437 = new Map([['█', 0xdb]])

const forms = Object.entries(instructions).map(([form, code]) => ({
  pattern: new RegExp(`^${form.replace(/[[\]]/g, '\\$&').replace(/\b[BWDN]\b/, '([^\\s,[\\]]+)')}$`),
  code: code.split(' ')
}))

/**
 * Turns the text of guest.asm into bytes: instructions, `name:`, `org`, `pad`, `db` and `dw`.
 * @param {string} source
 * @returns {Buffer}
 */
export function assemble(source) {
  // The first round learns where the labels are; the second one knows them.
  const { labels } = translate(source, new Map())
  return Buffer.from(translate(source, labels).bytes)
}

/**
 * @param {string} source
 * @param {Map<string, number>} known The labels, or none in the first round.
 */
function translate(source, known) {
  /** @type {Map<string, number>} */
  const labels = new Map()
  /** @type {number[]} */
  const bytes = []
  let origin = 0

  /** @type {(text: string) => number} A number, a label, or a sum of them. */
  const valueOf = (text) =>
    text.split('+').reduce((sum, part) => {
      const value = /^\d/.test(part) ? Number(part) : known.size === 0 ? 0 : known.get(part)
      if (value === undefined || Number.isNaN(value)) throw new Error(`"${part}" is no number and no label`)
      return sum + value
    }, 0)

  /** @type {(value: number, width: number) => void} */
  const put = (value, width) => {
    if (value >= 256 ** width) throw new Error(`${value} does not fit into ${8 * width} bits`)
    for (let index = 0; index < width; index++) bytes.push(Math.floor(value / 256 ** index) & 0xff)
  }

  /** @type {(text: string) => void} */
  const putText = (text) => {
    for (const char of text) put(codePage437.get(char) ?? char.charCodeAt(0), 1)
  }

  /** @type {(text: string) => void} */
  const instruction = (text) => {
    for (const { pattern, code } of forms) {
      const [, operand = ''] = pattern.exec(text) ?? []
      if (!pattern.test(text)) continue
      for (const part of code) {
        const width = widths[/** @type {keyof typeof widths} */ (part)]
        if (width === undefined) put(parseInt(part, 16), 1)
        // A jump is measured from behind itself; backwards it wraps around.
        else if (part === 'N') put((valueOf(operand) - (origin + bytes.length + width)) & 0xffff, width)
        else put(valueOf(operand), width)
      }
      return
    }
    throw new Error(`"${text}" is no instruction that we know`)
  }

  /** @type {Record<string, (operands: string) => void>} */
  const directives = {
    org: (operands) => void (origin = valueOf(operands)),
    pad(operands) {
      const size = valueOf(operands)
      if (bytes.length > size) throw new Error(`${bytes.length} bytes are more than ${size}`)
      while (bytes.length < size) bytes.push(0)
    },
    db(operands) {
      for (const [item] of operands.matchAll(/"[^"]*"|[^\s,]+/g))
        if (item.startsWith('"')) putText(item.slice(1, -1))
        else put(valueOf(item), 1)
    },
    dw(operands) {
      for (const item of operands.split(', ')) put(valueOf(item), 2)
    }
  }

  for (const [index, line] of source.split('\n').entries()) {
    try {
      const [, code = ''] = /^((?:"[^"]*"|[^";])*)/.exec(line) ?? []
      const [, label, statement = ''] = /^\s*(?:(\w+):)?\s*(.*?)\s*$/.exec(code) ?? []
      if (label) labels.set(label, origin + bytes.length)
      const [word = ''] = statement.split(' ', 1)
      const directive = directives[word]
      if (directive) directive(statement.slice(word.length + 1))
      else if (statement !== '') instruction(statement)
    } catch (error) {
      throw new Error(`Line ${index + 1}: ${/** @type {Error} */ (error).message}`)
    }
  }
  return { labels, bytes }
}
