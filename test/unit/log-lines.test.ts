import { describe, expect, test } from 'vitest'
import { operations } from '@shared/contract'
import type { AnyOperation } from '@shared/contract/define'
import { inputSchemaOf } from '@shared/contract/schema'
import { told } from '@main/kernel/audit/told'
import { zhCn } from '../../src/renderer/src/i18n/zh-cn'

/** Something for each field; a text does where none is a list. */
const anInput = (operation: AnyOperation): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(inputSchemaOf(operation).properties ?? {}).map(([field, { type }]) => [
      field,
      type === 'array' ? ['x'] : 'x'
    ])
  )

describe('a line of the log in Chinese', () => {
  const logged = operations.filter(({ operation }) => operation.audit)

  test.each(logged)('is there for $name, from what is kept of its input', ({ name, operation }) => {
    const [group = '', key = ''] = name.split('.')
    const line = (zhCn.logLines.operations as Record<string, Record<string, string>>)[group]?.[key] ?? ''
    expect(line).toMatch(/\p{Script=Han}/u)
    const { details } = told(operation.audit!, anInput(operation))
    for (const [, hole] of line.matchAll(/\{(\w+)\}/g)) expect(Object.keys(details)).toContain(hole)
  })

  test('keeps of an input only what the line tells', () => {
    const say = ({ user, menu }: { user: string; menu: string[]; password: string }) => `${user} ${menu.join()}`
    const input = { user: 'ada', menu: ['guest', 'image'], password: 'Secret1!' }
    expect(told(say, input)).toEqual({
      text: 'ada guest,image',
      details: { user: 'ada', menu: 'guest, image', n: 2 }
    })
  })
})
