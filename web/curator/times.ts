import type { Format } from '../shared/format.ts'

/** Dates and times as the workbench offers them for a choice, in the installation's zone. Pure. */

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A cut-off closer than this gives nobody time to order. */
const SHORTEST_SALE_MS = HOUR_MS / 2

/** 11月22日 周日 · Sun 22 Nov */
export function dayAndWeekday(f: Format, at: number): string {
  const weekday = new Intl.DateTimeFormat(f.locale, { weekday: 'short', timeZone: f.zone }).format(at)
  return f.locale === 'en' ? `${weekday} ${f.date(at)}` : `${f.date(at)} ${weekday}`
}

/** The instant at which a clock in the zone shows this date and time. */
export function instantOf(localDate: string, time: string, zone: string): Date {
  const asUtc = Date.parse(`${localDate}T${time}:00Z`)
  const guess = asUtc - offsetMs(asUtc, zone)
  // Asked again at the guess: on a day with a change of clocks the first answer may be the other side's.
  return new Date(asUtc - offsetMs(guess, zone))
}

/** 2026-11-22T20:00 as an `<input type="datetime-local">` holds it, for an instant. */
export function localInput(at: Date | number, zone: string): string {
  const ms = new Date(at).getTime()
  return new Date(ms + offsetMs(ms, zone)).toISOString().slice(0, 16)
}

/** The instant of what an `<input type="datetime-local">` holds; null while it is incomplete. */
export function instantOfInput(value: string, zone: string): Date | null {
  const found = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(value)
  return found ? instantOf(found[1] as string, found[2] as string, zone) : null
}

/** The date so many days after another: local dates, no instants. */
export const daysAfter = (localDate: string, days: number): string =>
  new Date(Date.parse(`${localDate}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** The next cut-offs that people use, soonest first: tonight at ten, tomorrow at eight, tomorrow at ten. */
export function cutOffChoices(now: number, zone: string): Date[] {
  const today = localInput(now, zone).slice(0, 10)
  const tomorrow = daysAfter(today, 1)
  const wanted = [
    instantOf(today, '20:00', zone),
    instantOf(today, '22:00', zone),
    instantOf(tomorrow, '20:00', zone),
    instantOf(tomorrow, '22:00', zone),
    instantOf(daysAfter(today, 2), '20:00', zone),
  ]
  return wanted.filter((at) => at.getTime() - now >= SHORTEST_SALE_MS).slice(0, 4)
}

/** The next cut-offs for a sale that already has one. */
export function extensionChoices(cutsOffAt: string, now: number, zone: string): Date[] {
  const after = Date.parse(cutsOffAt)
  const inAnHour = new Date(Math.max(after, now) + HOUR_MS)
  return [inAnHour, ...cutOffChoices(now, zone)]
    .filter((at) => at.getTime() > after)
    .sort((a, b) => a.getTime() - b.getTime())
    .slice(0, 4)
}

/** Days on which goods may arrive: from the day after the cut-off. */
export function arrivalChoices(cutsOffAt: Date, zone: string): string[] {
  const cutOffDay = localInput(cutsOffAt, zone).slice(0, 10)
  return [1, 2, 3, 4].map((days) => daysAfter(cutOffDay, days))
}

function offsetMs(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const p = Object.fromEntries(parts.map((part) => [part.type, Number(part.value)])) as Record<string, number>
  const local = Date.UTC(p['year']!, p['month']! - 1, p['day'], p['hour'], p['minute'], p['second'])
  return local - Math.floor(at / 1000) * 1000
}
