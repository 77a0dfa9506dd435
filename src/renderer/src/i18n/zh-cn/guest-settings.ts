import type { Translated } from '../translated'
import type { guestSettings as english } from '../en/guest-settings'

export const guestSettings: Translated<typeof english> = {
  save: '保存',
  undo: '撤销',
  wrong: '上方仍有内容需要更正',
  general: '常规',
  template: '模板',
  templateHint: '创建时选定，之后设备保持不变',
  size: '规格',
  afterShutdown: '运行中的虚拟机在下次关机后生效',
  pending: '{now} → 关机后 {then}',
  tooMuchMemory: '主机 {cell} 共有 {memory}',
  limitsTitle: '限制',
  cpuPriority: 'CPU 优先级',
  cpuPriorityHint: '多台虚拟机争用主机处理器时的权重',
  priorities: { high: '高', medium: '中', low: '低' },
  limits: {
    read_speed: '磁盘读取',
    write_speed: '磁盘写入',
    receive_speed: '网络接收',
    send_speed: '网络发送',
    read_iops: '每秒读取次数',
    write_iops: '每秒写入次数'
  },
  monitor: '控制台密码（VNC）',
  monitorHint: '本程序之外的 VNC 客户端需要此密码，重新生成后旧密码失效。',
  displayAddress: 'VNC 客户端连接地址',
  noDisplayAddress: '画面没有单独的网络端口，程序可通过 API 打开：',
  show: '显示',
  renew: '重新生成',
  noSecret: '此虚拟机还没有密码',
  account: '虚拟机系统密码',
  accountHint: '由虚拟机运行中的代理设置。',
  noAccount: '尚未设置',
  user: '账户',
  userHint: '留空则为管理员',
  password: '新密码',
  passwordHint: '留空则自动生成并显示',
  setPassword: '设置密码'
}
