import type { Tx } from '../platform/db.ts'
import { givePersonCounts } from '../sales/index.ts'
import type { LineRow, OrderRow } from './sql.ts'

/** What ended orders had taken of their buyers' limits goes back; lines without a limit are passed over by sales. */
export async function giveCountsBack(tx: Tx, orders: readonly OrderRow[], lines: readonly LineRow[]): Promise<void> {
  const gives = orders.flatMap((order) => {
    if (order.sale_id === null || order.community_id === null) return []
    const mine = lines
      .filter((line) => line.order_id === order.id)
      .map((line) => ({ skuId: line.sku_id, quantity: line.quantity }))
    return [{ saleId: order.sale_id, communityId: order.community_id, personId: order.buyer_person_id, lines: mine }]
  })
  await givePersonCounts(tx, gives)
}
