import type { Translated } from '../translated'
import type { guestPage as english } from '../en/guest-page'

export const guestPage: Translated<typeof english> = {
  tabs: {
    overview: '概览',
    console: '控制台',
    monitor: '监控',
    disks: '磁盘',
    network: '网络',
    snapshots: '快照',
    settings: '设置'
  },
  gone: '此虚拟机已不存在',
  goneHint: '可能已被删除',
  toList: '返回列表',
  failed: '无法创建此虚拟机',
  halted: '此虚拟机已被暂停',
  disks: '磁盘',
  activity: '近期活动',
  waiting: '{n} 项待生效',
  pending: '一项更改将在关机后生效： | {n} 项更改将在关机后生效：',
  comma: '，',
  undoPending: '撤销',
  restart: '关机并启动',
  restarting: '等待关机…',
  lastMinutes: '最近 10 分钟',
  nothingYetHint: '虚拟机运行时会记录其负载',
  cpuUnit: '%，共 {cores} vCPU',
  memoryUnit: '共 {memory}',
  now: '当前',
  used: '已用',
  read: '读取',
  write: '写入',
  in: '接收',
  out: '发送'
}
