/** What a name rule tells guests of a batch apart by: their place, their MAC address or their leased address. */
export type NameMark = number | string

/** `web_0`, `web_00-16-3e-12-34-56` or `web_172-16-3-10`; a prefix length is left out. */
export const batchName = (prefix: string, mark: NameMark): string =>
  `${prefix}_${String(mark)
    .replace(/\/\d+$/, '')
    .replaceAll(/[:.]/g, '-')}`
