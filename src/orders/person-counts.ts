import type { Tx } from '../platform/db.ts'
import { givePersonCounts } from '../sales/index.ts'
import type { LineRow, OrderRow } from './sql.ts'

/** What ended orders had taken of their buyers' limits goes back; lines without a limit are passed over by sales. */
export async function giveCountsBack(
  tx: Tx,
  orders: readonly Pick<OrderRow, 'id' | 'sale_id' | 'community_id' | 'buyer_person_id'>[],
  lines: readonly LineRow[],
): Promise<void> {
  const gives = orders.flatMap((order) => {
    const { sale_id: saleId, community_id: communityId, buyer_person_id: personId } = order
    if (saleId === null || communityId === null || personId === null) return []
    const mine = lines
      .filter((line) => line.order_id === order.id)
      .map((line) => ({ skuId: line.sku_id, quantity: line.quantity }))
    return [{ saleId, communityId, personId, lines: mine }]
  })
  await givePersonCounts(tx, gives)
}
