import { type CascadeOrder, linkCascades } from './cascades.ts'
import type { Fermentation } from './contract.ts'
import { chooseDelays, type DelaySource, type DelaySteps, type SeenDelay } from './delays.ts'
import { dayMs, type Evidence, type Person } from './evidence.ts'
import { fermentation } from './fermentation.ts'

/** Part of the published method. */
const rules = {
  /** Nothing is said of R before the orders have shown this share of their children, on average. */
  fewestShown: 0.2,
  /** An order whose fate is unknown after this long does not hold the others back. */
  longestUnknownMs: 28 * dayMs,
} as const

/** Which delays R was read with, and on how many children they were fitted. */
export interface DelaysUsed {
  readonly source: DelaySource
  readonly seen: number
}

export interface LinkedOrders {
  readonly orders: CascadeOrder[]
  /** The moment up to which every order's fate is known. */
  readonly until: number
}

/**
 * Over the orders before the first one whose fate is not known yet, so that no order is left out for being slow. After
 * `endsAt` (a sale's cut-off) an order could bring no other.
 */
export function linkedOrdersOf(
  evidence: readonly Evidence[],
  owners: readonly Person[],
  now: number,
  endsAt = now,
): LinkedOrders {
  const orders = evidence.filter(({ kind, keptFrom }) => kind === 'order' && keptFrom !== null)
  const undecided = orders.filter(({ at, keptFrom }) => (keptFrom as number) > now && at > now - rules.longestUnknownMs)
  const until = undecided.reduce((earliest, { at }) => Math.min(earliest, at - 1), Math.min(now, endsAt))
  const known = orders.filter(({ keptFrom }) => (keptFrom as number) <= now)
  return { orders: linkCascades(known, { until, owners }), until }
}

/** How long after its parent each child came: what the delays of a community, and of the platform, are fitted on. */
export function delaysSeen({ orders, until }: LinkedOrders): SeenDelay[] {
  return orders.flatMap(({ at, parent }) =>
    parent < 0 ? [] : [{ delayMs: at - orders[parent]!.at, ageMs: until - orders[parent]!.at }],
  )
}

export function readFermentation(
  linked: LinkedOrders,
  platform: DelaySteps | null,
): { fermentation: Fermentation; delays: DelaysUsed } {
  const { orders, until } = linked
  const { curve, source, seen } = chooseDelays(delaysSeen(linked), platform)
  const read = fermentation(orders, { until, delays: curve })
  const shown = orders.reduce((sum, { at }) => sum + curve.shareWithin(until - at), 0) / Math.max(1, orders.length)
  // Orders of minutes ago say next to nothing about what they will bring; divided by that, R came out as 145 in an import.
  const silent = { label: 'too_few', r: null, interval: null } as const
  return { fermentation: shown < rules.fewestShown ? { ...read, ...silent } : read, delays: { source, seen } }
}
