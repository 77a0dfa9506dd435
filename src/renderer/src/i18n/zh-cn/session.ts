import type { Translated } from '../translated'
import type { session as english } from '../en/session'

export const session: Translated<typeof english> = {
  user: '用户名',
  password: '密码',
  signIn: '登录'
}
