import type { GuestUsage } from '../driver'
import { chance } from './chance'
import { totalOf, valueOf, type Wave } from './wave'

/** What the load of a guest is made from. Times in milliseconds since 1970, sizes in bytes. */
export interface LoadSubject {
  /** From `keyOf(seed, id)`. */
  readonly key: number
  readonly memory: number
  readonly disk: number
  /** When it came up. */
  readonly since: number
  /** When its power came on; the counters run from here. */
  readonly poweredAt: number
}

/** A way of living: its part of all guests, its mean load of the processor in percent, and how that swings. */
interface Profile {
  readonly part: number
  readonly cpu: readonly [least: number, most: number]
  /** Mean bytes per second of each counter. */
  readonly traffic: readonly [least: number, most: number]
  readonly swings: Wave['swings']
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NOON_UTC = -Math.PI

const flutter: Wave['swings'] = [
  { part: 0.15, period: 67 * MINUTE },
  { part: 0.1, period: 438 * SECOND },
  { part: 0.08, period: 53 * SECOND },
  { part: 0.07, period: 13 * SECOND }
]

/** ((1 + cos x) / 2)^4 written out: long rest, short work, six times a day. */
const burst: Wave['swings'] = [56, 28, 8, 1].map((weight, index) => ({
  part: (0.9 * weight) / 35,
  period: (4 * HOUR) / (index + 1),
  harmonic: index + 1
}))

const profiles: readonly [Profile, ...Profile[]] = [
  { part: 0.45, cpu: [0.6, 4], traffic: [400, 6_000], swings: flutter },
  {
    part: 0.3,
    cpu: [10, 22],
    traffic: [8e3, 2e5],
    swings: [{ part: 0.5, period: DAY, phase: NOON_UTC }, ...flutter]
  },
  { part: 0.12, cpu: [22, 40], traffic: [5e4, 1e6], swings: flutter },
  { part: 0.07, cpu: [14, 24], traffic: [2e5, 3e6], swings: burst },
  { part: 0.06, cpu: [55, 70], traffic: [5e5, 8e6], swings: flutter }
]

/** The draws of one guest's key. */
const draw = { profile: 1, cpu: 2, memory: 3, disk: 4, read: 5, written: 6, received: 7, sent: 8 } as const

/** Percent of the guest's own cores, 0 to 100; higher in the first seconds, while it boots. */
export function cpuOf({ key, since }: LoadSubject, now: number): number {
  const profile = profileOf(key)
  const steady = valueOf(waveOf(profile, key, draw.cpu, between(profile.cpu, chance(key, draw.cpu))), now)
  const booting = 60 * Math.exp(-Math.max(now - since, 0) / (8 * SECOND))
  return Math.min(100, steady + booting)
}

/** Bytes of memory in use: little after the start, then what its programs need. */
export function memoryUsed({ key, memory, since }: LoadSubject, now: number): number {
  const full = 0.3 + 0.5 * chance(key, draw.memory)
  const warm = 1 - Math.exp(-Math.max(now - since, 0) / (10 * MINUTE))
  return Math.round(memory * (0.12 + (full - 0.12) * warm))
}

/** Bytes that a guest's disks take on their host; the rest is not written yet. */
export const diskUsed = ({ key, disk }: Pick<LoadSubject, 'key' | 'disk'>): number =>
  Math.round(disk * (0.08 + 0.5 * chance(key, draw.disk) ** 2))

/** All that a running guest uses now. A pure function of guest and time; its counters never go down. */
export function usageOf(guest: LoadSubject, now: number): GuestUsage {
  const { key, poweredAt } = guest
  const profile = profileOf(key)
  const counter = (salt: number): number =>
    Math.floor(totalOf(trafficOf(profile, key, salt), poweredAt, Math.max(now, poweredAt)) / SECOND)
  return {
    cpu_usage: Math.round(cpuOf(guest, now) * 100) / 100,
    memory_available: guest.memory - memoryUsed(guest, now),
    disk_available: guest.disk - diskUsed(guest),
    bytes_read: counter(draw.read),
    bytes_written: counter(draw.written),
    bytes_received: counter(draw.received),
    bytes_sent: counter(draw.sent),
    uptime: Math.max(0, Math.floor((now - guest.since) / SECOND))
  }
}

/** Bytes per second that a running guest reads, writes, receives and sends now: how fast its counters grow. */
export function ratesOf({ key }: Pick<LoadSubject, 'key'>, now: number): readonly [number, number, number, number] {
  const profile = profileOf(key)
  const rate = (salt: number): number => valueOf(trafficOf(profile, key, salt), now)
  return [rate(draw.read), rate(draw.written), rate(draw.received), rate(draw.sent)]
}

function profileOf(key: number): Profile {
  let rest = chance(key, draw.profile)
  return profiles.find(({ part }) => (rest -= part) < 0) ?? profiles[0]
}

const waveOf = ({ swings }: Profile, key: number, salt: number, mean: number): Wave => ({
  mean,
  swings,
  shift: chance(key, salt + 100)
})

/** Bytes per second of one counter. */
const trafficOf = (profile: Profile, key: number, salt: number): Wave =>
  waveOf(profile, key, salt, scaleBetween(profile.traffic, chance(key, salt)))

const between = ([least, most]: readonly [number, number], part: number): number => least + (most - least) * part

/** As `between`, with small numbers as likely as big ones. */
const scaleBetween = ([least, most]: readonly [number, number], part: number): number => least * (most / least) ** part
