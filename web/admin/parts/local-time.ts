/** What a `datetime-local` field holds (2026-11-22T20:00), in the installation's zone, as an instant and back. */

const MINUTE_MS = 60_000
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/

export function instantOf(local: string, zone: string): string | undefined {
  const wanted = Date.parse(`${local.slice(0, 16)}:00Z`)
  // The engine reads more than a field can hold, and makes up what is missing.
  if (!LOCAL.test(local) || Number.isNaN(wanted)) return undefined
  // The offset at the guess may be that of the other side of a clock change, so it is asked once more.
  const guess = wanted - offsetMs(wanted, zone)
  return new Date(wanted - offsetMs(guess, zone)).toISOString()
}

export const localText = (at: string | number | Date, zone: string): string => {
  const instant = new Date(at).getTime()
  return new Date(instant + offsetMs(instant, zone)).toISOString().slice(0, 16)
}

function offsetMs(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(instant)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'))
  return local - Math.floor(instant / MINUTE_MS) * MINUTE_MS
}
