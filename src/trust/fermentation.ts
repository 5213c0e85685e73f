import { type CascadeOrder, rootsOf } from './cascades.ts'
import type { Fermentation, Interval } from './contract.ts'
import type { DelayCurve } from './delays.ts'

/** Part of the published method. */
export const fermentationRules = {
  orders: 30,
  some: 0.1,
  strong: 0.5,
  /** At 0.9 and above own orders are looked for before anybody is praised. */
  suspicious: 0.9,
  z90: 1.6449,
} as const

export interface FermentationOptions {
  /** The moment up to which orders are known, in ms. */
  readonly until: number
  readonly delays: DelayCurve
}

/**
 * R̂ = (children seen / coverage) / Σ F(until − tᵢ): how many further orders one order brings. Young orders count only for
 * the share F of their children that has had time to come; children whose buyers gave no answer are made up for by the
 * share that did.
 */
export function fermentation(orders: readonly CascadeOrder[], options: FermentationOptions): Fermentation {
  const trees = treesOf(orders, options)
  const sum = sumOf(trees)
  const coverage = orders.length > 0 ? sum.covered / orders.length : null
  const children = orders.reduce((count, order) => count + (order.childShare > 0 ? 1 : 0), 0)
  const counts = { orders: orders.length, children, coverage }
  if (orders.length < fermentationRules.orders || sum.covered === 0 || sum.exposure === 0) {
    return { label: 'too_few', r: null, interval: null, ...counts }
  }
  const r = sum.children / (coverage! * sum.exposure)
  return { label: labelOf(r), r, interval: intervalOf(r, coverage!, sum, trees), ...counts }
}

interface Tree {
  children: number
  covered: number
  orders: number
  /** Σ F(until − tᵢ) over its orders. */
  exposure: number
}

function treesOf(orders: readonly CascadeOrder[], { until, delays }: FermentationOptions): Tree[] {
  const trees = new Map<number, Tree>()
  rootsOf(orders).forEach((root, index) => {
    const tree = trees.get(root) ?? { children: 0, covered: 0, orders: 0, exposure: 0 }
    const order = orders[index]!
    tree.children += order.childShare
    tree.covered += order.covered ? 1 : 0
    tree.orders += 1
    tree.exposure += delays.shareWithin(until - order.at)
    trees.set(root, tree)
  })
  return [...trees.values()]
}

function sumOf(trees: readonly Tree[]): Tree {
  const sum = { children: 0, covered: 0, orders: 0, exposure: 0 }
  for (const tree of trees) {
    sum.children += tree.children
    sum.covered += tree.covered
    sum.orders += tree.orders
    sum.exposure += tree.exposure
  }
  return sum
}

/**
 * 90 %, on the logarithm so that it stays above 0. Two things are uncertain: how many children came (Poisson, or more where
 * whole trees ran well together) and, where buyers did not answer, which orders were children (binomial). A bootstrap over
 * roots covers only 57 % at R = 0.95 and 60 % answers, because each unanswered child passes for a root of its own
 * (docs/decisions/0101-trust-fermentation-interval.md).
 */
function intervalOf(r: number, coverage: number, sum: Tree, trees: readonly Tree[]): Interval {
  const { exposure, orders, covered } = sum
  // Three unseen children would have been missed with chance 5 %.
  if (r === 0) return { low: 0, high: 3 / (coverage * exposure) }
  const poisson = r * exposure
  let seenVariance = 0
  for (const tree of trees) seenVariance += (tree.children - coverage * r * tree.exposure) ** 2
  // Less spread than Poisson is mostly chance: it may narrow the interval, but not without end.
  const births = Math.max(poisson / 2, poisson + (seenVariance - coverage * poisson) / coverage ** 2)
  const childShare = sum.children / covered
  const unanswered = (orders ** 2 * childShare * (1 - childShare) * (1 - coverage)) / covered
  const deviation = Math.sqrt(births + unanswered) / exposure
  const factor = Math.exp((fermentationRules.z90 * deviation) / r)
  return { low: r / factor, high: r * factor }
}

function labelOf(r: number): Fermentation['label'] {
  if (r < fermentationRules.some) return 'none'
  if (r < fermentationRules.strong) return 'some'
  return r < fermentationRules.suspicious ? 'strong' : 'check_self_orders'
}
