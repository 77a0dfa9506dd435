import type { Translated } from '../translated'
import type { cells as english } from '../en/cells'

export const cells: Translated<typeof english> = {
  title: '主机',
  filter: '筛选主机',
  shown: '显示 {n} 台',
  noResult: '没有匹配的主机',
  name: '名称',
  state: '状态',
  driver: '虚拟化',
  pool: '计算池',
  noPool: '不在任何池中',
  address: '地址',
  guests: '运行中的虚拟机',
  cpu: 'CPU',
  memory: '内存',
  disk: '磁盘',
  forNew: '接受新虚拟机',
  enable: '允许主机 {name} 接受新虚拟机',
  accelerated: '硬件虚拟化（{accelerator}）',
  simulated: '模拟主机，不会真正运行',
  emulated: '软件模拟，较慢（{accelerator}）',
  running: '{running} / {all}',
  none: '还没有主机',
  noneHint: '主机是运行虚拟机的计算机。',
  needsPool: '该主机不在任何计算池中',
  can: '还支持',
  offers: { snapshots: '快照', agent: '客户机代理', storage: '存储池', migration: '迁移' },
  takeOut: '移出计算池',
  join: { choose: '计算池', action: '加入计算池' },
  forget: {
    action: '移除主机…',
    inPool: '请先将其移出计算池',
    title: '移除主机 {name}？',
    body: '不会改动主机上的任何内容，虚拟机继续运行，但不再在此显示。',
    confirm: '移除主机'
  },
  storage: {
    title: '虚拟机的卷',
    where: '新卷位于',
    others: '另有',
    modes: { local: '本机存储', nfs: 'NFS', dir: '共享文件夹', ceph: 'Ceph' },
    pools: '存储池',
    attached: '已挂载',
    noPools: '无',
    change: '使用该文件夹',
    folder: '新卷的文件夹',
    absolute: '请填写绝对路径',
    shared: '卷的位置由其计算池决定'
  },
  add: {
    open: '添加主机',
    title: '添加主机',
    action: '添加主机',
    kind: '主机类型',
    kinds: { qemu: '本机', ssh: '通过 SSH 的主机', simulated: '模拟主机' },
    hints: {
      qemu: '虚拟机使用 QEMU 在本机运行',
      ssh: '后续版本将支持 libvirt 主机',
      simulated: '用于体验，不会真正运行'
    },
    cores: '线程数',
    test: '测试连接',
    works: '可用：{cores} 线程，内存 {memory}，磁盘 {disk}',
    next: '之后将其加入计算池'
  },
  evacuation: {
    action: '迁空…',
    title: '将虚拟机迁出主机 {name}？',
    confirm: '迁移 {n} 台虚拟机',
    target: '目标主机',
    moves: '{n} 台已停止的虚拟机将被迁移。',
    stay: '{n} 台运行中的虚拟机会保留，请先关机。',
    noGuests: '该主机没有虚拟机',
    allRun: '其虚拟机都在运行，请先关机',
    why: {
      unable: '{driver} 驱动无法在主机间迁移虚拟机',
      noSharedStorage: '计算池“{pool}”没有共享存储',
      noTarget: '计算池“{pool}”中没有其他主机可接收虚拟机'
    }
  }
}
