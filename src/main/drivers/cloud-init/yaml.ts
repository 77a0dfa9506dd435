/** What a YAML document of ours can hold. Keys are our own words; texts may be anybody's. */
export type Yaml = string | number | boolean | readonly Yaml[] | { readonly [key: string]: Yaml }

const INDENT = '  '

/**
 * Writes a value in block style. Every text stands in double quotes with all but plain ASCII escaped, so no text can
 * become a key, a number, a line or a comment, whichever version of YAML its reader knows.
 */
export const toYaml = (value: Yaml): string => `${block(value).join('\n')}\n`

function block(value: Yaml): string[] {
  if (typeof value === 'string') return [quoted(value)]
  if (typeof value !== 'object') return [String(value)]
  if (value instanceof Array) {
    if (value.length === 0) return ['[]']
    return value.flatMap((each) => block(each).map((line, index) => `${index === 0 ? '- ' : INDENT}${line}`))
  }
  const entries = Object.entries(value)
  if (entries.length === 0) return ['{}']
  return entries.flatMap(([key, each]) => {
    const lines = block(each)
    return isInline(each) ? [`${key}: ${lines[0]}`] : [`${key}:`, ...lines.map((line) => INDENT + line)]
  })
}

const isInline = (value: Yaml): boolean => typeof value !== 'object' || Object.keys(value).length === 0

/** YAML has escapes for code points of 4 and of 8 hexadecimal digits; unlike in JSON, a pair of surrogates is no character. */
const quoted = (text: string): string =>
  `"${text.toWellFormed().replace(/["\\]|[^\x20-\x7e]/gu, (char) => {
    const code = char.codePointAt(0) ?? 0
    if (code < 0x7f && code >= 0x20) return `\\${char}`
    return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`
  })}"`

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0')
