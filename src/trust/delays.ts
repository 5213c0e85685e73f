/**
 * How long after an order the orders that it brings come. Young orders have shown only their quick children, so the
 * delays seen are cut off on the right at each parent's age: the product-limit estimate for right-truncated data
 * (Lynden-Bell 1971) puts that right without assuming a shape.
 */
export interface DelayCurve {
  /** Share of an order's children that have come within `ms`, 0 to 1. */
  shareWithin(ms: number): number
}

/** One child: how long after its parent it came, and how old the parent was at the reading (delay ≤ age). */
export interface SeenDelay {
  readonly delayMs: number
  readonly ageMs: number
}

/** A fitted curve as it is stored and handed on: `shares[i]` of what comes has come by `afterMs[i]`, both rising. */
export interface DelaySteps {
  readonly afterMs: readonly number[]
  readonly shares: readonly number[]
  /** Delays that it was fitted on. */
  readonly seen: number
}

/** Part of the published method. */
export const delayRules = {
  /** Fewer delays fit no curve; the first steps would be chance. */
  fewestSeen: 200,
  /** A curve knows nothing beyond its oldest parent: read from ten days, slow children would pass for no children. */
  fewestSpanMs: 45 * 86_400_000,
  /** Until the platform has seen enough of its own. */
  meanChildMs: 3 * 86_400_000,
  /** Steps of a stored curve: half a percent each is finer than any reading. */
  stepsKept: 200,
} as const

export type DelaySource = 'own' | 'platform' | 'assumed'

/**
 * The curve for one community: its own where it has seen enough children of old enough orders, else the platform's,
 * else exponential delays of three days.
 */
export function chooseDelays(own: readonly SeenDelay[], platform: DelaySteps | null) {
  if (isEnough(own)) return { source: 'own' as DelaySource, seen: own.length, curve: fitDelays(own) }
  if (platform) return { source: 'platform' as DelaySource, seen: platform.seen, curve: curveOf(platform) }
  return { source: 'assumed' as DelaySource, seen: 0, curve: exponentialDelays(delayRules.meanChildMs) }
}

/** Whether these delays are many enough, and of parents old enough, to fit a curve on. */
export function isEnough(seen: readonly SeenDelay[]): boolean {
  return seen.length >= delayRules.fewestSeen && seen.some(({ ageMs }) => ageMs >= delayRules.fewestSpanMs)
}

/** Refuses an empty list. */
export function fitDelays(seen: readonly SeenDelay[]): DelayCurve {
  return curveOf(fitSteps(seen))
}

export function fitSteps(seen: readonly SeenDelay[]): DelaySteps {
  if (seen.length === 0) throw new Error('No delays to fit: use the curve of the whole platform')
  const delays = Float64Array.from(seen, (one) => one.delayMs).sort()
  const ages = Float64Array.from(seen, (one) => one.ageMs).sort()
  // Backwards in time the truncation is a late entry: at delay x those at risk have delay ≤ x ≤ age.
  const times: number[] = []
  const shares: number[] = []
  let share = 1
  for (let last = delays.length - 1; last >= 0; ) {
    const time = delays[last]!
    let first = last
    while (first > 0 && delays[first - 1] === time) first--
    const atRisk = last + 1 - countBelow(ages, time)
    times.push(time)
    shares.push(share)
    const left = 1 - (last - first + 1) / atRisk
    // The last one at risk would say that nothing comes sooner; with few data that is chance, so it is stepped over.
    if (left > 0) share *= left
    last = first - 1
  }
  return { afterMs: times.reverse(), shares: shares.reverse(), seen: seen.length }
}

/** The same curve in few steps: one for each half percent, and the last one. */
export function thinned(steps: DelaySteps): DelaySteps {
  const kept: number[] = []
  let next = 0
  steps.shares.forEach((share, at) => {
    if (share < next && at < steps.shares.length - 1) return
    kept.push(at)
    next = Math.floor(share * delayRules.stepsKept + 1) / delayRules.stepsKept
  })
  return {
    afterMs: kept.map((at) => steps.afterMs[at]!),
    shares: kept.map((at) => steps.shares[at]!),
    seen: steps.seen,
  }
}

export function curveOf({ afterMs, shares }: DelaySteps): DelayCurve {
  const times = Float64Array.from(afterMs)
  return {
    shareWithin(ms) {
      const passed = countAtMost(times, ms)
      return passed > 0 ? shares[passed - 1]! : 0
    },
  }
}

/** Exponential delays with this mean: until the platform has seen 200 children of its own. */
export function exponentialDelays(meanMs: number): DelayCurve {
  return { shareWithin: (ms) => (ms > 0 ? 1 - Math.exp(-ms / meanMs) : 0) }
}

/** How many of the sorted values are below the limit. */
function countBelow(sorted: Float64Array, limit: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < limit) low = middle + 1
    else high = middle
  }
  return low
}

function countAtMost(sorted: Float64Array, limit: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! <= limit) low = middle + 1
    else high = middle
  }
  return low
}
