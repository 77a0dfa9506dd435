import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AppError } from '@shared/contract/errors'
import { inChinese, phrases } from '../../src/renderer/src/i18n/phrases'

const root = resolve(import.meta.dirname, '../..')
const core = ['src/main', 'src/shared']
  .flatMap((folder) => readdirSync(join(root, folder), { withFileTypes: true, recursive: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  .join('\n')

describe('words of the core in Chinese', () => {
  test.each(Object.entries(phrases))('“%s” are still words of the core', (english, chinese) => {
    expect(chinese).toMatch(/\p{Script=Han}|^\{done\} \/ \{total\}$/u)
    // Some are put together of parts: `it is ` and why, one sentence and another.
    const pieces = english.replace(/^it is /, '').split(/\{\w+\}|: |\. /)
    const isSaid = (piece: string): boolean => core.includes(piece.trim())
    expect(pieces.filter((piece) => !isSaid(piece))).toEqual([])
  })

  test.each([
    ['it is being rebooted', '正在重启'],
    ['12 of 40 guests', '12 / 40 台虚拟机'],
    ['no cell has 17179869184 bytes of memory left', '没有主机剩余 16 GiB 内存'],
    [
      'The application ended before this was done. 3 of 5 guests are not done',
      '程序在完成前已退出。5 台虚拟机中有 3 台未完成'
    ],
    [new AppError('GUEST_BUSY', { name: 'web-1', task: 'it is being started' }).message, '虚拟机“web-1”正忙：正在启动'],
    [
      new AppError('BATCH_INCOMPLETE', {
        ...{ failed: 1, total: 9 },
        reason: new AppError('DRIVER_FAILED', { cell: 'a', driver: 'qemu', reason: 'Permission denied' }).message
      }).message,
      '9 台虚拟机中有 1 台失败，首个原因：主机“a”（qemu）出错：Permission denied'
    ],
    [new AppError('IMAGE_IN_USE', { name: 'deb', guests: ['a', 'b'] }).message, '镜像“deb”正被 a, b 使用'],
    ['QEMU is not installed on this computer; install it with: x', '本机未安装 QEMU，安装命令：x'],
    ['Permission denied', 'Permission denied']
  ])('“%s” are said as “%s”', (english, chinese) => expect(inChinese(english)).toBe(chinese))
})
