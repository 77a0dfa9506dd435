import { expect, it } from 'vitest'
import { z } from 'zod'
import { operations } from '@shared/contract'
import { inEnglish, inputIssue, wordless } from '@shared/contract/input-issue'

const schema = z.object({
  name: z.string().max(5),
  cores: z.int().min(1).max(8),
  size: z.number().multipleOf(512),
  enable: z.boolean(),
  type: z.enum(['nfs', 'dir']),
  tags: z.array(z.string().min(2)).max(3),
  connection: z.discriminatedUnion('kind', [z.object({ kind: z.literal('qemu') })]),
  port: z.union([z.number(), z.object({ host: z.number() })]),
  secret: z.string().min(8, 'Use at least 8 characters')
})
const good = {
  ...{ name: 'web', cores: 1, size: 512, enable: true, type: 'nfs', tags: ['ab'], connection: { kind: 'qemu' } },
  ...{ port: 22, secret: '12345678' }
}

const wrongWith = (input: unknown, of: z.ZodType = schema): string[] =>
  of.safeParse(input, wordless).error?.issues.map((issue) => inEnglish(inputIssue(issue, input))) ?? []

it.each([
  ['a missing text', { name: undefined }, 'name is missing'],
  ['a missing choice', { type: undefined }, 'type is missing'],
  ['a missing object', { connection: undefined }, 'connection is missing'],
  ['a missing field in an object', { connection: {} }, 'connection.kind is missing'],
  ['no text', { name: 1 }, 'name must be text'],
  ['nothing for a text', { name: null }, 'name must be text'],
  ['a long text', { name: 'abcdef' }, 'name must have at most 5 character(s)'],
  ['no whole number', { cores: 1.5 }, 'cores must be a whole number'],
  ['a small number', { cores: 0 }, 'cores must be at least 1'],
  ['a large number', { cores: 9 }, 'cores must be at most 8'],
  ['no multiple', { size: 513 }, 'size must be a multiple of 512'],
  ['no flag', { enable: 'yes' }, 'enable must be true or false'],
  ['no choice', { type: 'tape' }, 'type must be one of: nfs, dir'],
  ['no kind of a choice', { connection: { kind: 'xen' } }, 'connection.kind must be one of: qemu'],
  ['no list', { tags: 'ab' }, 'tags must be a list'],
  ['a long list', { tags: ['ab', 'ab', 'ab', 'ab'] }, 'tags must have at most 3 item(s)'],
  ['an item of a list', { tags: ['ab', 'a'] }, 'tags.1 must have at least 2 character(s)'],
  ['neither of two', { port: true }, 'port is not valid'],
  ['words of the schema’s own', { secret: 'short' }, 'secret: Use at least 8 characters']
])('says of %s what a person expects', (_what, more, words) => expect(wrongWith({ ...good, ...more })).toEqual([words]))

it('says of what is no input at all that it is none', () => {
  expect(wrongWith(null)).toEqual(['the input must be an object'])
  expect(wrongWith(undefined)).toEqual(['the input is missing'])
})

it.each(operations.map(({ name, operation }) => [name, operation.input] as const))(
  'has words for whatever %s misses',
  (_name, input) => {
    const words = wrongWith({}, input)
    expect(words.filter((each) => !/^\w+ is missing$/.test(each))).toEqual([])
    expect(words).toHaveLength(Object.values(input.shape).filter((field) => !field.safeParse(undefined).success).length)
  }
)
