import type { Translated } from '../translated'
import type { logs as english } from '../en/logs'

export const logs: Translated<typeof english> = {
  title: '日志',
  time: '时间',
  user: '用户',
  nobody: '未登录',
  outcome: '结果',
  outcomes: { ok: '已完成', accepted: '已开始', failed: '被拒绝' },
  content: '内容',
  address: '地址',
  operation: '操作',
  about: '对象',
  id: '编号',
  copy: '复制为 JSON',
  filter: '筛选：名称、操作、文字',
  found: '{n} 条记录',
  ranges: { day: '最近一天', week: '一周', month: '一月', year: '一年', own: '自定义' },
  from: '开始时间',
  to: '结束时间',
  pageSize: '每页条数',
  perPage: '每页 {n} 条',
  refresh: '刷新',
  export: '导出为 CSV…',
  exporting: '取消导出（{percent}%）',
  none: '没有日志',
  noneHint: '所有更改都会记录，包括被拒绝的。可扩大时间范围或更换关键词。',
  select: '选择 {time} 的记录',
  selectPage: '选择本页记录',
  remove: '删除…',
  removal: {
    title: '删除 {n} 条日志？',
    body: '这些记录将被永久删除。删除操作及操作者会被记录。',
    action: '删除 {n} 条'
  }
}
