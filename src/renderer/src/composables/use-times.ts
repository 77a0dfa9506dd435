import { largestPart, twoParts } from '@/text/age'
import { useTexts } from './use-texts'

const MONTH_SECONDS = 30 * 24 * 3600

export interface Times {
  /** `4 min ago`; after a month the date. Milliseconds since 1970. */
  ago(time: number, now: number): string
  /** `15 d 4 h` of seconds. */
  duration(seconds: number): string
  /** The day and the minute. */
  short(time: number): string
  /** The second, with the time zone: what a tooltip shows. */
  exact(time: number): string
}

/** Times and durations in the user's language. */
export function useTimes(): Times {
  const { t, locale } = useTexts()
  const language = (): string => (locale.value === 'en' ? 'en-GB' : locale.value)
  const written = (time: number, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(language(), options).format(time)

  const short = (time: number): string =>
    written(time, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })

  return {
    short,
    ago(time, now) {
      const seconds = Math.max(0, (now - time) / 1000)
      if (seconds > MONTH_SECONDS) return short(time)
      const { unit, n } = largestPart(seconds)
      return n === 0 ? t('time.now') : t(`time.${unit}Ago`, { n })
    },
    duration: (seconds) =>
      twoParts(seconds)
        .map(({ unit, n }) => t(`time.${unit}`, { n }))
        .join(' '),
    exact: (time) => written(time, { dateStyle: 'long', timeStyle: 'long' })
  }
}
