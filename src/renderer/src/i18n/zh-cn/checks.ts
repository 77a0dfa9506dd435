import type { Translated } from '../translated'
import type { checks as english } from '../en/checks'

export const checks: Translated<typeof english> = {
  needed: '此项必填',
  tooShort: '至少 {minimum} 个字符',
  tooLong: '最多 {maximum} 个字符',
  tooSmall: '至少 {minimum}',
  tooLarge: '最多 {maximum}',
  name: '请使用字母、数字、下划线和连字符',
  dottedName: '请使用字母、数字、点、下划线和连字符',
  tag: '标签不能含空格和逗号',
  ethernetAddress: '请填写单播地址，如 00:16:3e:12:34:56',
  account: '账户以字母开头，可含字母、数字、下划线和连字符',
  absolutePath: '请填写绝对路径，如 /opt/data',
  lowerCase: '至少包含一个小写字母',
  upperCase: '至少包含一个大写字母',
  digit: '至少包含一个数字'
}
