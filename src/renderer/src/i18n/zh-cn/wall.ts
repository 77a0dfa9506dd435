import type { Translated } from '../translated'
import type { wall as en } from '../en/wall'

export const wall: Translated<typeof en> = {
  title: '控制台墙',
  openWall: '打开控制台墙',
  open: '打开 {name} 的控制台',
  count: '显示 {shown} / {all}，{live} 台实时',
  runningOnly: '仅运行中',
  showStopped: '显示已停止的虚拟机',
  pace: '画面刷新频率',
  paces: { slow: '每 2 秒', quick: '每秒 4 次', live: '实时' },
  width: '画面宽度',
  text: '发送给所选虚拟机的文字',
  type: '输入',
  typeEnter: '输入并按 Enter',
  sent: '已发送到 {taken} / {all} 台',
  took: '已发送',
  tookNot: '未连接',
  none: '没有可显示的虚拟机'
}
