import type { Preferences } from '@/stores/preferences'

/** How often a picture of the wall may change: every two seconds, four times a second, or as it comes. */
const milliseconds: Readonly<Record<Preferences['wallPace'], number>> = { slow: 2000, quick: 250, live: 0 }
export const paces = ['slow', 'quick', 'live'] as const

/** Milliseconds between two pictures. */
export const wallPaceOf = (pace: Preferences['wallPace']): number => milliseconds[pace]
