import type { Queryable, Tx } from '../platform/db.ts'
import { formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import * as sql from './sql.ts'
import { forgetNicknames } from './sql-brought.ts'

const LAST = 9223372036854775807n
const MOST = 10_000

/** Her orders stay, they are trade records; what a curator called her when she brought one goes. */
export async function eraseNicknames(_platform: Platform, tx: Tx, personId: Id<'per'>): Promise<void> {
  await forgetNicknames(tx, personId)
}

/** A person's orders for her export. Erasing leaves them: trade records are kept by law and hold no personal data. */
export async function exportOrders(q: Queryable, platform: Platform, personId: Id<'per'>) {
  const orders = await sql.ordersOfBuyer(q, personId, null, LAST, MOST)
  const lines = await sql.linesOf(
    q,
    orders.map((order) => order.id),
  )
  return orders.map((order) => ({
    id: formatId('ord', order.id),
    state: order.state,
    total: { amount: order.total_fen, currency: platform.config.currency },
    placedAt: order.placed_at.toISOString(),
    lines: lines
      .filter((line) => line.order_id === order.id)
      .map((line) => ({ skuId: formatId('sku', line.sku_id), quantity: line.quantity, goodsFen: line.goods_fen })),
  }))
}
