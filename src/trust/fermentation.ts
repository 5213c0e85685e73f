import { type CascadeOrder, rootsOf } from './cascades.ts'
import type { Fermentation, Interval } from './contract.ts'
import type { DelayCurve } from './delays.ts'
import { type Random, seededRandom } from './random.ts'

/** Part of the published method. */
export const fermentationRules = {
  orders: 30,
  some: 0.1,
  strong: 0.5,
  /** At 0.9 and above own orders are looked for before anybody is praised. */
  suspicious: 0.9,
  bootstraps: 400,
} as const

export interface FermentationOptions {
  /** The moment up to which orders are known, in ms. */
  readonly until: number
  readonly delays: DelayCurve
  readonly seed?: number
  readonly bootstraps?: number
}

/**
 * R̂ = (children seen / coverage) / Σ F(until − tᵢ): how many further orders one order brings. Young orders count only for
 * the share F of their children that has had time to come; children whose buyers gave no answer are made up for by the
 * share that did. The interval is a 90 % bootstrap over roots, each with its whole tree.
 */
export function fermentation(orders: readonly CascadeOrder[], options: FermentationOptions): Fermentation {
  const { bootstraps = fermentationRules.bootstraps } = options
  const trees = treesOf(orders, options)
  const whole = sumOf(trees)
  const counts = {
    orders: orders.length,
    children: orders.filter((order) => order.childShare > 0).length,
    coverage: orders.length > 0 ? whole.covered / orders.length : null,
  }
  const r = ratio(whole)
  if (orders.length < fermentationRules.orders || r === null)
    return { label: 'too_few', r: null, interval: null, ...counts }
  const interval = bootstraps > 0 ? bootstrapped(trees, bootstraps, seededRandom(options.seed ?? 1)) : null
  return { label: labelOf(r), r, interval, ...counts }
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
  for (const tree of trees) add(sum, tree)
  return sum
}

function add(sum: Tree, tree: Tree): void {
  sum.children += tree.children
  sum.covered += tree.covered
  sum.orders += tree.orders
  sum.exposure += tree.exposure
}

function ratio({ children, covered, orders, exposure }: Tree): number | null {
  if (exposure === 0 || covered === 0) return null
  return (children * orders) / (covered * exposure)
}

function bootstrapped(trees: readonly Tree[], replicates: number, random: Random): Interval {
  const values = new Float64Array(replicates)
  for (let replicate = 0; replicate < replicates; replicate++) {
    const sum = { children: 0, covered: 0, orders: 0, exposure: 0 }
    for (let draw = 0; draw < trees.length; draw++) add(sum, trees[random.below(trees.length)]!)
    values[replicate] = ratio(sum) ?? 0
  }
  values.sort()
  return { low: quantile(values, 0.05), high: quantile(values, 0.95) }
}

function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1)
  const low = Math.floor(at)
  const high = Math.min(low + 1, sorted.length - 1)
  return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!)
}

function labelOf(r: number): Fermentation['label'] {
  if (r < fermentationRules.some) return 'none'
  if (r < fermentationRules.strong) return 'some'
  return r < fermentationRules.suspicious ? 'strong' : 'check_self_orders'
}
