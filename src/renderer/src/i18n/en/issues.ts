import type { Problem } from '@shared/contract/input-issue'

/** What the core may find wrong with a field of a call; the field has the API's name. */
export const issues = {
  input: 'the input',
  missing: '{field} is missing',
  text: '{field} must be text',
  number: '{field} must be a number',
  integer: '{field} must be a whole number',
  flag: '{field} must be true or false',
  list: '{field} must be a list',
  object: '{field} must be an object',
  option: '{field} must be one of: {options}',
  tooShort: '{field} must have at least {limit} characters',
  tooLong: '{field} must have at most {limit} characters',
  tooFew: '{field} must have at least {limit} items',
  tooMany: '{field} must have at most {limit} items',
  tooSmall: '{field} must be at least {limit}',
  tooLarge: '{field} must be at most {limit}',
  multiple: '{field} must be a multiple of {limit}',
  invalid: '{field} is not valid'
} as const satisfies Record<Problem | 'input', string>
