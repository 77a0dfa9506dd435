import type { Translated } from '../translated'
import type { loadHistory as english } from '../en/load-history'

export const loadHistory: Translated<typeof english> = {
  span: '时间范围',
  spans: { minutes: '最近 10 分钟', hour: '最近 1 小时', day: '最近 24 小时', month: '最近 30 天' },
  shortSpans: { minutes: '10 分钟', hour: '1 小时', day: '24 小时', month: '30 天' },
  unread: '无法读取历史数据',
  nothing: '这段时间没有记录'
}
