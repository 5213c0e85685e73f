import { describe, expect, test } from 'vitest'
import { Keys } from '../platform/keys.ts'
import { lotBps } from '../platform/lots.ts'
import { type DeliveryRow, deliveriesOf, holdOut } from './deliveries.ts'
import { dayMs } from './evidence.ts'
import type { EvidenceRow } from './evidence-rows.ts'
import { lift } from './hold-out.ts'
import { seededRandom } from './random.ts'

const communityId = 1n as never
const now = 60 * dayMs
const delivery = (viewer: number, share: number, day: number, notified: boolean): DeliveryRow => ({
  ...{ shareId: BigInt(share), communityId, viewerPersonId: BigInt(viewer), productId: BigInt(share % 7) },
  ...{ notified, decidedAt: new Date(day * dayMs) },
})
const order = (id: number, viewer: number, product: number, day: number): EvidenceRow => ({
  ...{ id: BigInt(id), communityId, kind: 'order', actorPersonId: BigInt(viewer), actedAt: new Date(day * dayMs) },
  ...{ known: 'link', words: [], productIds: [BigInt(product)], field: null, fate: 'waiting', keptFrom: null },
})

describe('deliveries', () => {
  test('count with the order of that product within a week, by intention to treat', () => {
    const rows = [
      delivery(1, 3, 10, true),
      delivery(2, 3, 10, false),
      delivery(3, 3, 10, true),
      delivery(4, 3, 10, true),
    ]
    const orders = [order(1, 1, 3, 16.9), order(2, 2, 3, 10), order(3, 3, 3, 17), order(4, 4, 2, 11), order(5, 1, 3, 9)]
    expect(deliveriesOf(rows, orders, now).map(({ ordered }) => ordered)).toEqual([true, true, false, false])
  })

  test('whose week is not over are left out, and a pair that was drawn twice counts as drawn first', () => {
    const rows = [delivery(1, 3, 53.5, true), delivery(2, 3, 20, true), delivery(2, 3, 10, false)]
    expect(deliveriesOf(rows, [], now)).toEqual([{ viewer: 2n, notified: false, ordered: false }])
  })

  test('no community’s order counts for another’s delivery', () => {
    const elsewhere = { ...order(1, 1, 3, 11), communityId: 2n as never }
    expect(deliveriesOf([delivery(1, 3, 10, true)], [elsewhere], now)[0]?.ordered).toBe(false)
  })
})

/** Eager viewers look at more shares and buy more, told or not: who compares lookers with others finds an effect. */
function season(effect: number, seed: number, viewers: number) {
  const random = seededRandom(seed)
  const keys = new Keys(seed.toString(16).padStart(64, '0'))
  const rows: DeliveryRow[] = []
  const orders: EvidenceRow[] = []
  for (let viewer = 1; viewer <= viewers; viewer++) {
    const eagerness = random.uniform() ** 2
    for (let share = 1; share <= 1 + Math.floor(6 * eagerness); share++) {
      const isHeld = lotBps(keys, holdOut.purpose, BigInt(viewer), BigInt(share)) < holdOut.bps
      rows.push(delivery(viewer, share, 10, !isHeld))
      if (random.uniform() < 0.12 * eagerness + (isHeld ? 0 : effect))
        orders.push(order(orders.length + 1, viewer, share % 7, 10 + 6 * random.uniform()))
    }
  }
  return lift(deliveriesOf(rows, orders, now))
}

describe('the hold-out, from the lot to the interval', { timeout: 120_000 }, () => {
  test('finds a planted effect without bias', () => {
    const found = Array.from({ length: 100 }, (_, i) => season(0.03, 9_000 + i, 1000))
    const mean = found.reduce((sum, one) => sum + one.lift!, 0) / found.length
    expect(Math.abs(mean - 0.03)).toBeLessThan(0.003)
    const share = found.reduce((sum, { heldOut, notified }) => sum + heldOut / (heldOut + notified), 0) / found.length
    expect(Math.abs(share - 0.1)).toBeLessThan(0.003)
  })

  test('raises a false alarm in 5 % ± 2 where there is none', () => {
    const runs = 300
    const alarms = Array.from({ length: runs }, (_, i) => season(0, 100 + i, 800)).filter(({ certain }) => certain)
    expect(alarms.length / runs).toBeGreaterThanOrEqual(0.03)
    expect(alarms.length / runs).toBeLessThanOrEqual(0.07)
  })
})
