/** The colour of a processor load in percent: amber from 70, red from 85. */
export const loadColor = (percent: number): string =>
  percent >= 85 ? 'var(--nd-error)' : percent >= 70 ? 'var(--nd-c2)' : 'var(--nd-c1)'
