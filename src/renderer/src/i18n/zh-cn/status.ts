import type { Translated } from '../translated'
import type { status as english } from '../en/status'

export const status: Translated<typeof english> = {
  running: '运行中',
  stopped: '已停止',
  lost: '失去联系',
  creating: '创建中',
  migrating: '迁移中',
  error: '错误',
  starting: '启动中…',
  stopping: '关机中…',
  online: '在线',
  offline: '离线',
  enabled: '已启用',
  disabled: '已停用',
  complete: '完整',
  receiving: '接收中',
  waiting: '等待中',
  noFile: '尚无文件',
  notReceived: '未接收'
}
