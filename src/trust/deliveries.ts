import type { Id } from '../platform/ids.ts'
import { dayMs } from './evidence.ts'
import type { EvidenceRow } from './evidence-rows.ts'
import type { Delivery } from './hold-out.ts'

/**
 * One share that reached, or by lot did not reach, one viewer: the evidence that the hold-out is read from. Whoever
 * delivers shares keeps one such row per viewer × share from the first day, the held-out ones too, and decides it by
 * `lotBps(keys, holdOut.purpose, viewer, share) < holdOut.bps`, never by anything that it knows of the viewer.
 */
export interface DeliveryRow {
  readonly shareId: bigint
  readonly communityId: Id<'com'>
  readonly viewerPersonId: bigint
  readonly productId: bigint
  /** False: held out. */
  readonly notified: boolean
  readonly decidedAt: Date
}

/** Part of the published method. */
export const holdOut = {
  purpose: 'sharing.hold_out',
  bps: 1_000,
  /** An order counts within a week of the moment at which the notification was sent, or would have been. */
  withinMs: 7 * dayMs,
} as const

/**
 * By intention to treat: all who were drawn count, whether they saw it or not, once their week is over. A viewer who
 * was drawn twice for one share counts as she was drawn first; her order counts whatever became of it afterwards,
 * because returning it is no part of what the notification caused.
 */
export function deliveriesOf(rows: readonly DeliveryRow[], orders: readonly EvidenceRow[], now: number): Delivery[] {
  const times = new Map<string, number[]>()
  for (const { kind, communityId, actorPersonId, productIds, actedAt } of orders) {
    if (kind !== 'order') continue
    for (const product of productIds) {
      const key = `${communityId} ${actorPersonId} ${product}`
      times.set(key, [...(times.get(key) ?? []), actedAt.getTime()])
    }
  }
  const first = new Map<string, DeliveryRow>()
  for (const row of rows) {
    const key = `${row.viewerPersonId} ${row.shareId}`
    const before = first.get(key)
    if (!before || row.decidedAt < before.decidedAt) first.set(key, row)
  }
  return [...first.values()].flatMap((row) => {
    const from = row.decidedAt.getTime()
    if (from + holdOut.withinMs > now) return []
    const bought = times.get(`${row.communityId} ${row.viewerPersonId} ${row.productId}`) ?? []
    const ordered = bought.some((at) => at >= from && at < from + holdOut.withinMs)
    return { viewer: row.viewerPersonId, notified: row.notified, ordered }
  })
}
