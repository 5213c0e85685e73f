import type { CascadeOrder } from './cascades.ts'
import { type DelayCurve, fitDelays, type SeenDelay } from './delays.ts'
import { dayMs } from './evidence.ts'
import { fermentation } from './fermentation.ts'
import { type Random, seededRandom } from './random.ts'

export interface CascadePlan {
  /** Further orders that each order brings, in the end. */
  readonly r: number
  /** Chance that a buyer answers who moved her; a child whose buyer does not looks like a root. */
  readonly coverage: number
  /** Days from the owner's post to the reading. */
  readonly horizonDays: number
  readonly roots: number
}

export interface FermentationRuns extends Omit<CascadePlan, 'roots'> {
  readonly roots?: number
  readonly runs: number
  readonly seed: number
}

/** Roots follow the post within days, children their parent: log-normal, half within a day and a half. */
const postDelayDays = 1
const childMedianDays = 1.5
const childSpread = 1
const rootsUnlessTold = 200
const mostOrders = 1_000_000

/** Plants R in cascades that are cut at the horizon and partly unanswered, and asks how well R̂ finds it again. */
export function simulateFermentation(plan: FermentationRuns, onRun: (done: number) => void = () => {}) {
  const random = seededRandom(plan.seed)
  const delays = platformDelays(random.fork())
  let sum = 0
  let covered = 0
  let spoken = 0
  for (let run = 0; run < plan.runs; run++) {
    const orders = simulateCascades({ ...plan, roots: plan.roots ?? rootsUnlessTold }, random.fork())
    const seen = fermentation(orders, { until: plan.horizonDays * dayMs, delays })
    onRun(run + 1)
    if (seen.r === null) continue
    spoken++
    sum += seen.r
    if (seen.interval && seen.interval.low <= plan.r && plan.r <= seen.interval.high) covered++
  }
  const mean = spoken > 0 ? sum / spoken : null
  return {
    mean,
    bias: mean === null ? null : mean - plan.r,
    coverage90: spoken > 0 ? covered / spoken : null,
    runs: spoken,
  }
}

export function simulateCascades(plan: CascadePlan, random: Random): CascadeOrder[] {
  const horizon = plan.horizonDays * dayMs
  const found: { at: number; parent: number }[] = []
  while (found.length < plan.roots) {
    const at = -Math.log(1 - random.uniform()) * postDelayDays * dayMs
    if (at <= horizon) found.push({ at, parent: -1 })
  }
  for (let parent = 0; parent < found.length && found.length < mostOrders; parent++) {
    for (let left = random.poisson(plan.r); left > 0; left--) {
      const at = found[parent]!.at + childDelay(random)
      if (at <= horizon) found.push({ at, parent })
    }
  }
  return found.map(({ at, parent }) => {
    const covered = random.uniform() < plan.coverage
    return { at, parent: covered ? parent : -1, childShare: covered && parent >= 0 ? 1 : 0, covered }
  })
}

function childDelay(random: Random): number {
  return childMedianDays * Math.exp(childSpread * random.normal()) * dayMs
}

const platformChildren = 5000
const oldestParentDays = 90

/** What the platform would have fitted from other communities, some of them young. */
function platformDelays(random: Random): DelayCurve {
  const seen: SeenDelay[] = []
  while (seen.length < platformChildren) {
    const ageMs = random.uniform() * oldestParentDays * dayMs
    const delayMs = childDelay(random)
    if (delayMs <= ageMs) seen.push({ delayMs, ageMs })
  }
  return fitDelays(seen)
}
