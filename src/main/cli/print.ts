/** Data as a person reads it: lists of things as a table, one thing as lines, texts as they are. */
export function printable(data: unknown): string {
  if (data === '' || data === null || data === undefined) return ''
  if (Array.isArray(data)) return data.every(isThing) ? table(data) : data.map(cell).join('\n')
  if (!isThing(data)) return cell(data)
  const lists = Object.entries(data).filter(([, value]) => Array.isArray(value) && value.some(isThing))
  const rest = Object.entries(data).filter(([key]) => !lists.some(([name]) => name === key))
  const width = Math.max(0, ...rest.map(([key]) => key.length))
  return [
    ...rest.map(([key, value]) => `${key.padEnd(width)}  ${cell(value)}`.trimEnd()),
    ...lists.map(([key, list]) => `\n${key}\n${table(list as Thing[])}`)
  ].join('\n')
}

type Thing = Readonly<Record<string, unknown>>

const isThing = (value: unknown): value is Thing => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Columns of what the rows have as plain values; what none of them has is left out. */
function table(rows: readonly Thing[]): string {
  const [first] = rows
  if (!first) return ''
  const keys = Object.keys(first).filter(
    (key) => key !== 'revision' && rows.every((row) => !isThing(row[key])) && rows.some((row) => cell(row[key]) !== '')
  )
  const lines = [keys, ...rows.map((row) => keys.map((key) => cell(row[key])))]
  const widths = keys.map((_key, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map((line) =>
      line
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()
    )
    .join('\n')
}

function cell(value: unknown): string {
  if (Array.isArray(value)) return value.map(cell).join(',')
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
