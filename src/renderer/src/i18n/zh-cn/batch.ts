import type { Translated } from '../translated'
import type { batch as english } from '../en/batch'

export const batch: Translated<typeof english> = {
  title: '批量新建虚拟机',
  guest: '虚拟机',
  state: '状态',
  error: '原因',
  progress: '已创建 {done} / {all}',
  failed: '{n} 台失败',
  retry: '重试失败的 {n} 台',
  gone: '没有此批次',
  goneHint: '批次记录只保留一段时间',
  andMore: '另有 {n} 台',
  toGuests: '在列表中查看',
  states: { creating: '创建中', created: '已创建', fail: '失败' }
}
