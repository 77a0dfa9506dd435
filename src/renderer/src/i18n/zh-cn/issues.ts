import type { Translated } from '../translated'
import type { issues as english } from '../en/issues'

export const issues: Translated<typeof english> = {
  input: '输入',
  missing: '缺少 {field}',
  text: '{field} 必须是文本',
  number: '{field} 必须是数字',
  integer: '{field} 必须是整数',
  flag: '{field} 必须是 true 或 false',
  list: '{field} 必须是列表',
  object: '{field} 必须是对象',
  option: '{field} 只能是：{options}',
  tooShort: '{field} 至少 {limit} 个字符',
  tooLong: '{field} 最多 {limit} 个字符',
  tooFew: '{field} 至少 {limit} 项',
  tooMany: '{field} 最多 {limit} 项',
  tooSmall: '{field} 不能小于 {limit}',
  tooLarge: '{field} 不能大于 {limit}',
  multiple: '{field} 必须是 {limit} 的倍数',
  invalid: '{field} 无效'
}
