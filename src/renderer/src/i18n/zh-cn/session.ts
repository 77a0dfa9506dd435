import type { Translated } from '../translated'
import type { session as english } from '../en/session'

export const session: Translated<typeof english> = {
  user: '用户名',
  password: '密码',
  signIn: '登录',
  newPassword: {
    title: '修改密码',
    action: '修改密码',
    old: '当前密码',
    password: '新密码',
    repeat: '再次输入新密码',
    hint: '至少 8 个字符，包含小写字母、大写字母和数字。',
    different: '两次输入的密码不同',
    ends: '您的其他窗口和程序需要重新登录。'
  }
}
