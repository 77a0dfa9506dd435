import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent } from 'vue'
import type { z } from 'zod'
import { DottedName, Name, Tag } from '@shared/contract/common'
import { AppError, type ErrorCode } from '@shared/contract/errors'
import { CloudInit, EthernetAddress } from '@shared/contract/guest'
import { AccountName } from '@shared/contract/common'
import { Password } from '@shared/contract/system'
import { useCheck } from '@/composables/use-check'
import { useErrorText } from '@/composables/use-error-text'
import { useTexts } from '@/composables/use-texts'
import { useTimes } from '@/composables/use-times'
import { createTexts, locales, type Locale } from '@/i18n'
import { en } from '@/i18n/en'
import { zhCn } from '@/i18n/zh-cn'

/** Runs what needs a component's setup, in a language. */
function inLanguage<T>(locale: Locale, use: () => T): T {
  const texts = createTexts()
  texts.global.locale.value = locale
  let result: { readonly value: T } | undefined
  mount(defineComponent({ setup: () => ((result = { value: use() }), () => null) }), { global: { plugins: [texts] } })
  return result!.value
}

function flat(texts: object, before = ''): [key: string, text: string][] {
  return Object.entries(texts).flatMap(([key, value]: [string, object | string]) =>
    typeof value === 'string' ? [[`${before}${key}`, value] as [string, string]] : flat(value, `${before}${key}.`)
  )
}
const holesOf = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

describe('the texts', () => {
  it('have the same keys and the same holes in both languages', () => {
    const holes = (texts: object) => flat(texts).map(([key, text]) => `${key} ${holesOf(text).join()}`)

    expect(holes(zhCn)).toEqual(holes(en))
  })

  it.each(locales)('can all be said in %s', (locale) => {
    const { find } = inLanguage(locale, useTexts)
    for (const [key, text] of flat(locale === 'en' ? en : zhCn)) {
      const values = { n: 7, ...Object.fromEntries(holesOf(text).map((hole) => [hole.slice(1, -1), 7])) }
      expect(find(key, values), key).toBe(
        text
          .split(' | ')
          .at(-1)!
          .replaceAll(/\{\w+\}/g, '7')
      )
    }
  })

  it('count what a refusal names', () => {
    const { textOf } = inLanguage('en', useErrorText)
    const used = (...pools: string[]) => textOf(new AppError('STORAGE_POOL_IN_USE', { pool: 'nas', pools }))

    expect(used('lab')).toContain('by compute pool lab;')
    expect(used('lab', 'web')).toContain('by compute pools lab, web;')
  })

  it('write large numbers with commas', () => {
    const { t } = inLanguage('en', useTexts)

    expect(t('common.selectAll', { n: 10_000 })).toBe('Select all 10,000')
  })
})

describe('errors', () => {
  it('are told in the language of the window, with their details', () => {
    const error = new AppError('GUEST_NAME_TAKEN', { name: 'web-1', pool: 'lab' })

    expect(inLanguage('en', useErrorText).textOf(error)).toBe('Compute pool “lab” has a guest called “web-1” already')
    expect(inLanguage('zh-CN', useErrorText).textOf(error)).toBe('计算池“lab”中已有名为“web-1”的虚拟机')
  })

  it('write sizes and lists as people read them', () => {
    const { textOf } = inLanguage('en', useErrorText)

    expect(textOf(new AppError('DISK_TOO_SMALL', { image: 'deb', needed: 2 ** 33, given: 2 ** 30 }))).toContain(
      'a system disk of 8 GiB; 1 GiB were asked for'
    )
    expect(textOf(new AppError('IMAGE_IN_USE', { name: 'deb', guests: ['a', 'b'] }))).toContain('used by a, b')
  })

  it('of an input name the field and what is wrong with it', () => {
    const issues = [
      { field: 'name', problem: 'missing', values: {} },
      { field: 'cores', problem: 'tooLarge', values: { limit: 1024 } },
      'pool: has no address pool'
    ] as const
    const error = new AppError('INPUT_INVALID', { issues })

    expect(error.message).toBe('name is missing; cores must be at most 1024; pool: has no address pool')
    expect(inLanguage('en', useErrorText).textOf(error)).toContain('name is missing, cores must be at most 1,024, pool')
    expect(inLanguage('zh-CN', useErrorText).textOf(error)).toContain('缺少 name, cores 不能大于 1,024')
  })

  it('that nobody foresaw are told as such', () => {
    expect(inLanguage('en', useErrorText).textOf(new TypeError('x is undefined'))).toContain('Something went wrong')
  })

  it('explain a button before it is pressed', () => {
    const code: ErrorCode = 'GUEST_RUNNING'

    expect(inLanguage('en', useErrorText).whyNot(code, { name: 'web-1' })).toBe(
      'Guest “web-1” is running. Stop it first.'
    )
  })
})

describe('checks while typing', () => {
  const wrong: [what: string, schema: z.ZodType, value: unknown, text: string][] = [
    ['nothing', Name, '', '此项必填'],
    ['a name', Name, 'a b', '请使用字母、数字、下划线和连字符'],
    ['a long name', Name, 'a'.repeat(65), '最多 64 个字符'],
    ['a dotted name', DottedName, 'a/b', '请使用字母、数字、点、下划线和连字符'],
    ['an account', AccountName, 'a b', '请使用字母、数字、点、下划线和连字符'],
    ['a tag', Tag, 'a,b', '标签不能含空格和逗号'],
    ['an address', EthernetAddress, 'x', '请填写单播地址，如 00:16:3e:12:34:56'],
    ['an account inside', CloudInit.shape.admin_name, '1a', '账户以字母开头，可含字母、数字、下划线和连字符'],
    ['a folder inside', CloudInit.shape.data_path, 'data', '请填写绝对路径，如 /opt/data'],
    ['a short password', Password, 'aA1', '至少 8 个字符'],
    ['a password without a', Password, 'AAAAAAA1', '至少包含一个小写字母'],
    ['a password without A', Password, 'aaaaaaa1', '至少包含一个大写字母'],
    ['a password without 1', Password, 'aaaaaaaA', '至少包含一个数字']
  ]
  it.each(wrong)('say what is wrong with %s in the language of the window', (_what, schema, value, text) =>
    expect(inLanguage('zh-CN', useCheck)(schema, value)).toBe(text)
  )

  it('say nothing about what is right', () => expect(inLanguage('en', useCheck)(Name, 'web-1')).toBe(''))
})

describe('times', () => {
  const now = Date.parse('2026-03-01T12:00:00Z')
  const { ago, duration } = inLanguage('en', useTimes)

  it.each([
    [0, 'now'],
    [1, '1 s ago'],
    [4 * 60 + 59, '4 min ago'],
    [2 * 3600, '2 h ago'],
    [49 * 3600, '2 d ago']
  ])('%d seconds back are "%s"', (seconds, text) => expect(ago(now - seconds * 1000, now)).toBe(text))

  it('become a date after a month', () => expect(ago(now - 40 * 86_400_000, now)).toMatch(/20 Jan/))

  it.each([
    [59, '59 s'],
    [3600, '1 h'],
    [15 * 86_400 + 4 * 3600 + 120, '15 d 4 h'],
    [86_400 + 60, '1 d']
  ])('%d seconds last "%s"', (seconds, text) => expect(duration(seconds)).toBe(text))
})
