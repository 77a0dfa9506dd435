import type { z } from 'zod'

/** What may be wrong with a field, in English; a window has words of its own for each. */
const words = {
  missing: () => 'is missing',
  text: () => 'must be text',
  number: () => 'must be a number',
  integer: () => 'must be a whole number',
  flag: () => 'must be true or false',
  list: () => 'must be a list',
  object: () => 'must be an object',
  option: ({ options }) => `must be one of: ${options}`,
  tooShort: ({ limit }) => `must have at least ${limit} character(s)`,
  tooLong: ({ limit }) => `must have at most ${limit} character(s)`,
  tooFew: ({ limit }) => `must have at least ${limit} item(s)`,
  tooMany: ({ limit }) => `must have at most ${limit} item(s)`,
  tooSmall: ({ limit }) => `must be at least ${limit}`,
  tooLarge: ({ limit }) => `must be at most ${limit}`,
  multiple: ({ limit }) => `must be a multiple of ${limit}`,
  invalid: () => 'is not valid'
} as const satisfies Record<string, (values: Values) => string>

type Values = Readonly<Record<string, string | number>>
export type Problem = keyof typeof words

/** Something wrong with an input: a field and its problem, or words of the schema's own. */
export type InputIssue = string | { readonly field: string; readonly problem: Problem; readonly values: Values }

/** Keeps zod from finding words, so that those of the schemas can be told from none. */
export const wordless = { error: () => '' } as const

/** What zod has found wrong with an input, `wordless`. */
export function inputIssue(issue: z.core.$ZodIssue, input: unknown): InputIssue {
  const { path, message } = issue
  const field = path.join('.')
  if (message !== '') return field === '' ? message : `${field}: ${message}`
  const value = path.reduce<unknown>((parent, key) => Reflect.get(Object(parent), key), input)
  const [problem, values = {}] = value === undefined ? (['missing'] as const) : problemOf(issue)
  return { field, problem, values }
}

/** An issue for whoever reads English. */
export const inEnglish = (issue: InputIssue): string =>
  typeof issue === 'string' ? issue : `${issue.field || 'the input'} ${words[issue.problem](issue.values)}`

const types: Readonly<Record<string, Problem>> = {
  string: 'text',
  number: 'number',
  int: 'integer',
  boolean: 'flag',
  array: 'list',
  object: 'object'
}
const tooLittle: Readonly<Record<string, Problem>> = { string: 'tooShort', array: 'tooFew' }
const tooMuch: Readonly<Record<string, Problem>> = { string: 'tooLong', array: 'tooMany' }

function problemOf(issue: z.core.$ZodIssue): readonly [Problem, Values?] {
  switch (issue.code) {
    case 'invalid_type':
      return [types[issue.expected] ?? 'invalid']
    case 'invalid_value':
      return ['option', { options: issue.values.join(', ') }]
    case 'invalid_union':
      return 'options' in issue && issue.options ? ['option', { options: issue.options.join(', ') }] : ['invalid']
    case 'too_small':
      return [tooLittle[issue.origin] ?? 'tooSmall', { limit: Number(issue.minimum) }]
    case 'too_big':
      return [tooMuch[issue.origin] ?? 'tooLarge', { limit: Number(issue.maximum) }]
    case 'not_multiple_of':
      return ['multiple', { limit: issue.divisor }]
    default:
      return ['invalid']
  }
}
