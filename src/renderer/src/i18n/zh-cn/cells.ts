import type { Translated } from '../translated'
import type { cells as english } from '../en/cells'

export const cells: Translated<typeof english> = {
  title: '主机',
  name: '名称',
  state: '状态',
  driver: '虚拟化',
  pool: '计算池',
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
  noneHint: '主机是运行虚拟机的计算机。'
}
