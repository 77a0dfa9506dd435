/** The keys of the window, each with the last part of the key of its words. */
export const shortcuts = [
  ['palette', ['Ctrl', 'K']],
  ['menu', ['Ctrl', 'B']],
  ['dock', ['Ctrl', 'J']],
  ['areas', ['F6']],
  ['history', ['Alt', '← →']],
  ['pages', ['Ctrl', '1 … 9']],
  ['settings', ['Ctrl', ',']],
  ['filter', ['Ctrl', 'F']],
  ['create', ['Ctrl', 'N']],
  ['panel', ['Space']],
  ['choose', ['X']],
  ['console', ['Ctrl', 'Enter']],
  ['keys', ['?']]
] as const
