import type { Lift } from './contract.ts'
import type { Person } from './evidence.ts'

/** One share that would have been announced to one viewer: by lot it was, or it was held back. */
export interface Delivery {
  readonly viewer: Person
  readonly notified: boolean
  /** Ordered within the time that the experiment counts, whether she saw it or not (intention to treat). */
  readonly ordered: boolean
}

const z95 = 1.96

/**
 * With fewer orders to be expected on either side, chance is not near normal and nothing is called certain: at 4 expected
 * among the held out, 8 % of experiments without effect would be.
 */
const fewestExpected = 10

/**
 * P(order | notified) − P(order | held out). The interval allows for one viewer's answers being alike: what varies is
 * viewers, not deliveries. `certain` is the only licence to say "caused".
 */
export function lift(deliveries: readonly Delivery[]): Lift {
  const sides = { notified: side(deliveries, true), heldOut: side(deliveries, false) }
  const { notified, heldOut } = sides
  const counts = {
    notified: notified.count,
    heldOut: heldOut.count,
    rateNotified: notified.rate,
    rateHeldOut: heldOut.rate,
  }
  if (notified.rate === null || heldOut.rate === null) return { ...counts, lift: null, interval: null, certain: false }
  const difference = notified.rate - heldOut.rate
  const reach = z95 * standardError(deliveries, notified, heldOut)
  const interval = { low: difference - reach, high: difference + reach }
  const pooled = pooledRate(notified, heldOut)
  const enough = pooled * Math.min(notified.count, heldOut.count) >= fewestExpected
  return { ...counts, lift: difference, interval, certain: enough && (interval.low > 0 || interval.high < 0) }
}

interface Side {
  readonly count: number
  readonly orders: number
  readonly rate: number | null
}

function side(deliveries: readonly Delivery[], notified: boolean): Side {
  let count = 0
  let orders = 0
  for (const delivery of deliveries) {
    if (delivery.notified !== notified) continue
    count++
    if (delivery.ordered) orders++
  }
  return { count, orders, rate: count > 0 ? orders / count : null }
}

function pooledRate(a: Side, b: Side): number {
  return (a.orders + b.orders) / (a.count + b.count)
}

/** Root of the sum over viewers of the square of what each one contributes to the difference (Liang & Zeger 1986). */
function standardError(deliveries: readonly Delivery[], notified: Side, heldOut: Side): number {
  // Under "no effect" both sides share one rate: with few held out, a side without orders would else look certain.
  const pooled = pooledRate(notified, heldOut)
  const contributions = new Map<Person, number>()
  for (const { viewer, notified: told, ordered } of deliveries) {
    const surprise = ((ordered ? 1 : 0) - pooled) / (told ? notified.count : -heldOut.count)
    contributions.set(viewer, (contributions.get(viewer) ?? 0) + surprise)
  }
  const viewers = contributions.size
  let squares = 0
  for (const contribution of contributions.values()) squares += contribution * contribution
  return Math.sqrt((squares * viewers) / Math.max(1, viewers - 1))
}
