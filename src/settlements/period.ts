/** Periods of settlement, as plain dates in the installation's zone. No clock, no I/O. */

export type PeriodKind = 'month' | 'week'

export interface Span {
  readonly from: string
  readonly through: string
}

const DAY_MS = 24 * 3_600_000
const SUNDAY = 7

/** The period that begins on a day: to the end of its month, or of its week (Sunday). */
export function periodFrom(kind: PeriodKind, firstDay: string): Span {
  const day = new Date(`${firstDay}T00:00:00Z`)
  if (kind === 'month') {
    const last = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0))
    return { from: firstDay, through: isoDay(last) }
  }
  return { from: firstDay, through: isoDay(new Date(day.getTime() + (SUNDAY - (day.getUTCDay() || SUNDAY)) * DAY_MS)) }
}

/** The first day of the month or the week that a day is in. */
export function startOf(kind: PeriodKind, day: string): string {
  if (kind === 'month') return `${day.slice(0, 7)}-01`
  const at = new Date(`${day}T00:00:00Z`)
  return isoDay(new Date(at.getTime() - ((at.getUTCDay() || SUNDAY) - 1) * DAY_MS))
}

/** Periods without a gap: after the last one (or from a first day on) through the one that today is in. */
export function periodsThrough(kind: PeriodKind, today: string, next: string): Span[] {
  const spans: Span[] = []
  for (let from = next; from <= today; ) {
    const span = periodFrom(kind, from)
    spans.push(span)
    from = dayAfter(span.through)
  }
  return spans
}

export const dayAfter = (day: string): string => isoDay(new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS))
const isoDay = (at: Date): string => at.toISOString().slice(0, 10)

export interface Deducted {
  readonly setOffFen: number
  readonly leftFen: number
  readonly dueFen: number
}

/** What a supplier bears is set off against what his goods cost, never below nothing; the rest waits for the next period. */
export function setOff(costFen: number, carriedFen: number, deductedFen: number): Deducted {
  const borneFen = carriedFen + deductedFen
  const setOffFen = Math.min(borneFen, costFen)
  return { setOffFen, leftFen: borneFen - setOffFen, dueFen: costFen - setOffFen }
}
