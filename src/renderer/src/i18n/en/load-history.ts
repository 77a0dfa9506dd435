/** The load over time, of guests and of places. */
export const loadHistory = {
  span: 'How far back',
  spans: { minutes: 'Last 10 minutes', hour: 'Last hour', day: 'Last 24 hours', month: 'Last 30 days' },
  shortSpans: { minutes: '10 min', hour: '1 h', day: '24 h', month: '30 d' },
  unread: 'The history could not be read',
  nothing: 'Nothing is remembered of this time'
} as const
