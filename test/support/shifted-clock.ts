import { systemClock, type Clock } from '@main/kernel/clock'

/** The real clock, which a test can put forward. */
export class ShiftedClock implements Clock {
  #shift = 0
  readonly sleep: Clock['sleep']

  /** Whoever waits does so as with another clock. */
  constructor({ sleep }: Pick<Clock, 'sleep'> = systemClock) {
    this.sleep = sleep
  }

  now(): Date {
    return new Date(Date.now() + this.#shift)
  }

  pass(seconds: number): void {
    this.#shift += seconds * 1000
  }
}
