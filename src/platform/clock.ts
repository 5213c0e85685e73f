/** The one source of time. SQL takes times as parameters, so an owned clock moves application and database together. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that a test, a rehearsal or an import owns. It moves forward only. */
export class OwnedClock implements Clock {
  #ms: number

  constructor(start: Date | string) {
    this.#ms = new Date(start).getTime()
  }

  now(): Date {
    return new Date(this.#ms)
  }

  advance(ms: number): void {
    if (ms < 0) throw new Error('an owned clock moves forward only')
    this.#ms += ms
  }

  set(to: Date | string): void {
    this.advance(new Date(to).getTime() - this.#ms)
  }
}

/** The calendar date at an instant in a time zone, as `2026-11-22`. */
export function dateIn(timeZone: string, at: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
}
