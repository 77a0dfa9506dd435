import type { Translated } from '../translated'
import type { guestList as english } from '../en/guest-list'

export const guestList: Translated<typeof english> = {
  create: '新建虚拟机',
  none: '还没有虚拟机',
  noneHint: '从镜像新建，几秒即可就绪',
  noResult: '没有虚拟机符合“{filter}”',
  shown: '{n} 条结果',
  panel: '侧栏',
  columns: {
    name: '名称',
    state: '状态',
    cpu: 'CPU',
    memory: '内存',
    cell: '主机',
    address: '地址',
    tags: '标签'
  },
  select: '选择 {name}',
  selectAll: '全选',
  filter: '筛选虚拟机',
  filterHint: '筛选：pool、status、cell、tag、name~',
  removeWord: '从筛选中移除 {word}',
  unknownQualifier: '没有此限定词，可用：{known}',
  unknownStatus: '没有此状态，可用：{known}'
}
