/** Gives whether every word of a filter occurs in one of some texts; case does not matter. */
export function hasWords(filter: string): (...texts: readonly string[]) => boolean {
  const words = filter.toLowerCase().split(/\s+/)
  return (...texts) => {
    const said = texts.join('\n').toLowerCase()
    return words.every((word) => said.includes(word))
  }
}
