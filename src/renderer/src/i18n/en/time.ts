/** Ages and durations; sizes and rates are written alike in every language. */
export const time = {
  now: 'now',
  secondsAgo: '{n} s ago',
  minutesAgo: '{n} min ago',
  hoursAgo: '{n} h ago',
  daysAgo: '{n} d ago',
  seconds: '{n} s',
  minutes: '{n} min',
  hours: '{n} h',
  days: '{n} d',
  agoSeconds: '−{n} s',
  agoMinutes: '−{n} min',
  agoHours: '−{n} h',
  agoDays: '−{n} d'
} as const
