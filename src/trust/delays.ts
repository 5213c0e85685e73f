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

/** Fitted on many communities at once: a single one has too few children. Refuses an empty list. */
export function fitDelays(seen: readonly SeenDelay[]): DelayCurve {
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
  return stepCurve(Float64Array.from(times.reverse()), Float64Array.from(shares.reverse()))
}

/** Exponential delays with this mean: until the platform has seen 200 children of its own. */
export function exponentialDelays(meanMs: number): DelayCurve {
  return { shareWithin: (ms) => (ms > 0 ? 1 - Math.exp(-ms / meanMs) : 0) }
}

function stepCurve(times: Float64Array, shares: Float64Array): DelayCurve {
  return {
    shareWithin(ms) {
      const passed = countAtMost(times, ms)
      return passed > 0 ? shares[passed - 1]! : 0
    },
  }
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
