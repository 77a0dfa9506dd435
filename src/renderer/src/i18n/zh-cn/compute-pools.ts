import type { Translated } from '../translated'
import type { computePools as english } from '../en/compute-pools'

export const computePools: Translated<typeof english> = {
  title: '计算池',
  filter: '筛选计算池',
  shown: '显示 {n} 个',
  none: '还没有计算池',
  noneHint: '计算池是承载虚拟机的一组主机。',
  noResult: '没有匹配的计算池',
  columns: {
    name: '名称',
    cells: '在线主机',
    guests: '运行中的虚拟机',
    storage: '存储',
    network: '地址',
    failover: '故障转移',
    cpu: 'CPU',
    memory: '内存',
    forNew: '接受新虚拟机'
  },
  of: '{some} / {all}',
  local: '各主机本地',
  lan: '由网络自身的 DHCP 分配',
  let: '允许计算池 {name} 接受新虚拟机',
  create: '新建计算池',
  form: {
    create: '新建计算池',
    edit: '编辑计算池 {name}',
    action: '新建',
    name: '名称',
    storage: '虚拟机磁盘的存储',
    storageHint: '仅在计算池没有主机时可更改',
    network: '虚拟机的地址',
    mode: '网络模式',
    modeHint: '为其他客户端保留，虚拟机使用普通网络',
    modes: { plain: '普通', share: '共享', mono: '独立' },
    failover: '主机失联时将其虚拟机转移到其他主机',
    needsStorage: '需要所有主机共享的存储',
    cells: '主机',
    cellsHint: '不属于任何池的主机，全部加入或全不加入',
    noCells: '所有主机都已在池中'
  },
  removal: {
    title: '删除计算池 {name}？',
    body: '该池没有主机。其中创建失败的虚拟机记录会一并删除。',
    action: '删除计算池'
  },
  cells: {
    title: '主机',
    none: '还没有主机',
    add: '加入',
    choose: '不属于任何池的主机',
    noneLeft: '所有主机都已在池中，请先在主机页面添加主机',
    takeOut: '移出主机 {name}'
  }
}
