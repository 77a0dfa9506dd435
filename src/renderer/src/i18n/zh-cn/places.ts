import type { Translated } from '../translated'
import type { places as english } from '../en/places'

export const places: Translated<typeof english> = {
  edit: '编辑…',
  remove: '删除…',
  save: '保存',
  enable: '启用',
  disable: '停用',
  on: '开启',
  off: '关闭',
  guests: '虚拟机',
  dashboard: '仪表盘',
  load: '当前负载',
  usedBy: '使用者',
  notUsed: '没有计算池',
  nameTaken: '该名称已被使用',
  threads: '{n} 线程的 {percent}',
  readWrite: '读取，写入',
  inOut: '接收，发送',
  pair: '{first}，{second}'
}
