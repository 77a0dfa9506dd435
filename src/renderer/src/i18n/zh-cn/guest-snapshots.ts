import type { Translated } from '../translated'
import type { guestSnapshots as english } from '../en/guest-snapshots'

export const guestSnapshots: Translated<typeof english> = {
  what: '快照保存已停止虚拟机的全部磁盘',
  none: '还没有快照',
  noneHint: '有了快照，虚拟机就能回到当时的状态',
  take: '创建快照',
  takeOf: '为 {name} 创建快照？',
  takeHint: '保存全部磁盘的当前状态，虚拟机从这里继续。',
  name: '名称',
  description: '描述',
  here: '当前位置',
  since: '自 {name} 以来的更改',
  restore: '恢复…',
  restoreOne: '恢复快照 {name}…',
  remove: '删除…',
  removeOne: '删除快照 {name}…',
  ask: { restore: '恢复快照 {name}？', remove: '删除快照 {name}？' },
  act: { restore: '恢复快照', remove: '删除快照' },
  lost: '自 {current} 以来写入磁盘的内容会丢失。',
  removed: '之后无法再回到 {name}；虚拟机和其他快照需要的内容会保留。'
}
