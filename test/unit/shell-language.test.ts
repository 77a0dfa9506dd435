import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ShellLanguage } from '@main/shell/shell-language'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'language-'))))
afterEach(() => rmSync(folder, { recursive: true }))

let changes = 0
const start = (): ShellLanguage =>
  new ShellLanguage({ file: join(folder, 'kept', 'language'), system: 'en-GB', changed: () => changes++ })

test('the shell speaks what the windows spoke last, the system’s language before that', () => {
  const first = start()
  expect(first.texts.file).toBe('File')
  expect(first.hear('zh-CN') && first.hear('zh-CN')).toBe(true)
  expect([first.texts.file, start().texts.file, changes]).toEqual(['文件', '文件', 1])
})

test('what is no language of ours is not heard, in a file neither', () => {
  const shell = start()
  for (const wrong of ['fr', '', null, { toString: () => 'zh-CN' }, ['zh-CN']]) expect(shell.hear(wrong)).toBe(false)
  expect(shell.hear('zh-CN')).toBe(true)
  writeFileSync(join(folder, 'kept', 'language'), '../../etc')
  expect(start().texts.file).toBe('File')
})
