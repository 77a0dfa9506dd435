export type SqlValue = string | number | null

/** One SQL statement and the values of its placeholders. */
export interface Statement {
  readonly text: string
  readonly values: readonly SqlValue[]
}

/** Builds a statement with bound values; a value can never become part of the text. */
export function sql(strings: TemplateStringsArray, ...values: SqlValue[]): Statement {
  return { text: strings.join('?'), values }
}
