import type { Translated } from '../translated'
import type { tasks as english } from '../en/tasks'

export const tasks: Translated<typeof english> = {
  title: '任务',
  running: '{n} 个进行中',
  task: '任务',
  subject: '对象',
  user: '用户',
  state: '状态',
  started: '开始时间',
  took: '用时',
  ended: '结束时间',
  message: '最后消息',
  operation: '操作',
  id: '编号',
  copy: '复制为 JSON',
  filter: '筛选：任务、对象、用户、消息',
  shown: '{n} 条结果',
  titles: { guests: '{n} 台虚拟机', guestsNamed: '{n} 台虚拟机 {prefix}_…' },
  endBecause: '{state}：{why}',
  shows: { all: '全部', running: '进行中', failed: '失败' },
  noResult: '没有匹配的任务',
  cancel: '取消',
  all: '全部任务',
  upToDate: '数据最新',
  silent: '{cells} 没有响应，其数据不是最新 | {n} 台主机没有响应：{cells}',
  offline: '未连接，最近更新于 {age}',
  none: '还没有任务',
  noneHint: '耗时操作会显示在这里，重启后仍保留。',
  states: {
    running: '进行中',
    done: '已完成',
    failed: '失败',
    cancelled: '已取消',
    interrupted: '因程序退出而中断'
  },
  operations: {
    guest: { create: '新建虚拟机', resizeDisk: '扩容磁盘', shrinkDisk: '压缩磁盘', resetSystem: '重置系统' },
    snapshot: { create: '创建快照', restore: '恢复快照', remove: '删除快照' },
    diskImage: { build: '生成磁盘镜像' },
    migration: { create: '迁移虚拟机' },
    batch: {
      createGuests: '批量创建虚拟机',
      retryCreate: '重试创建虚拟机',
      deleteGuests: '批量删除虚拟机',
      startGuests: '批量启动虚拟机',
      rebootGuests: '批量重启虚拟机',
      snapshotGuests: '批量创建快照',
      stopGuests: '批量停止虚拟机'
    },
    system: { fillDemo: '添加演示集群' }
  }
}
