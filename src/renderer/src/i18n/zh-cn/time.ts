import type { Translated } from '../translated'
import type { time as english } from '../en/time'

export const time: Translated<typeof english> = {
  now: '刚刚',
  secondsAgo: '{n} 秒前',
  minutesAgo: '{n} 分钟前',
  hoursAgo: '{n} 小时前',
  daysAgo: '{n} 天前',
  seconds: '{n} 秒',
  minutes: '{n} 分钟',
  hours: '{n} 小时',
  days: '{n} 天',
  agoSeconds: '−{n} 秒',
  agoMinutes: '−{n} 分钟',
  agoHours: '−{n} 小时',
  agoDays: '−{n} 天'
}
