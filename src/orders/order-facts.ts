import type { Queryable } from '../platform/db.ts'
import type { Id } from '../platform/ids.ts'
import type { OrderState } from './contract.ts'
import * as sql from './sql.ts'
import { paidInSales } from './sql-words.ts'

/** What the rooms above may know of an order: who bought what where, through whom, and what became of it. No money. */
export interface OrderFacts {
  readonly id: Id<'ord'>
  readonly cellId: number
  readonly communityId: Id<'com'> | null
  readonly buyerPersonId: Id<'per'>
  /** Who passed on the link that it came by; null for the curator's own link, and for none. */
  readonly viaPersonId: Id<'per'> | null
  /** The dearest line's product first. */
  readonly productIds: readonly bigint[]
  readonly state: OrderState
  readonly isGivenBack: boolean
  readonly paidAt: Date | null
  readonly receivedAt: Date | null
}

/** Facts of these orders as they are now; an unknown id has no entry. */
export async function orderFacts(q: Queryable, ids: readonly bigint[]): Promise<OrderFacts[]> {
  if (ids.length === 0) return []
  const [orders, lines] = await Promise.all([sql.findOrders(q, ids), sql.linesOf(q, ids)])
  return orders.map((order) => {
    const own = lines.filter((line) => line.order_id === order.id).sort((a, b) => b.goods_fen - a.goods_fen)
    return {
      id: order.id as Id<'ord'>,
      cellId: order.cell_id,
      communityId: order.community_id as Id<'com'> | null,
      buyerPersonId: order.buyer_person_id as Id<'per'>,
      viaPersonId: (own.find((line) => line.via_person_id !== null)?.via_person_id ?? null) as Id<'per'> | null,
      productIds: [...new Set(own.map((line) => line.product_id))],
      state: order.state,
      isGivenBack: order.refunded_fen >= order.total_fen,
      paidAt: order.paid_at,
      receivedAt: order.received_at,
    }
  })
}

/** Which orders of one community were paid in these sales, by sale; whatever became of them later. */
export async function paidOrdersOfSales(
  q: Queryable,
  communityId: bigint,
  saleIds: readonly bigint[],
): Promise<Map<bigint, Set<bigint>>> {
  const found = new Map(saleIds.map((saleId) => [saleId, new Set<bigint>()]))
  if (saleIds.length === 0) return found
  for (const { id, sale_id } of await paidInSales(q, communityId, saleIds)) found.get(sale_id)?.add(id)
  return found
}
