import type { Translated } from '../translated'
import type { guestPage as english } from '../en/guest-page'

export const guestPage: Translated<typeof english> = {
  tabs: { overview: '概览', console: '控制台', media: '光盘' },
  gone: '此虚拟机已不存在',
  goneHint: '可能已被删除',
  toList: '返回列表',
  failed: '无法创建此虚拟机',
  halted: '此虚拟机已被暂停',
  disks: '磁盘',
  systemDisk: '系统盘',
  disk: '数据盘 {n}',
  lastMinutes: '最近 10 分钟',
  cpuUnit: '%，共 {cores} vCPU',
  memoryUnit: '共 {memory}',
  now: '当前',
  used: '已用',
  read: '读取',
  write: '写入',
  in: '接收',
  out: '发送',
  driveEmpty: '光驱为空',
  eject: '弹出',
  insert: '插入',
  startFrom: '从此启动',
  mediaName: '光盘镜像',
  mediaSize: '大小',
  noMedia: '还没有光盘镜像',
  noMediaHint: '请在镜像页面导入 ISO 文件'
}
