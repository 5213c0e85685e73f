import { closeIntent, findIntents, lockIntents, markIntentsEnded } from '../payments/index.ts'
import { recordActivity } from '../people/index.ts'
import { type Actor, actorName } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { releaseStock } from '../stock/index.ts'
import { refusals } from './contract.ts'
import { lowerOpenCounts } from './open-counts.ts'
import { isUnpaid, mayBecome } from './order.ts'
import { giveCountsBack } from './person-counts.ts'
import { planWholeRefund } from './refund.ts'
import { giveBack } from './refund-lines.ts'
import * as sql from './sql.ts'

/**
 * Cancels one order before it is shipped. Unpaid: it ends and its stock goes back. Paid: all that is left goes back
 * through the provider, commission is taken back, stock goes back. Refuses `too_late_to_cancel`, `order_ended`.
 */
export async function cancelOrder(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  orderId: bigint,
  reason: string,
): Promise<bigint> {
  const [before] = await sql.findOrders(tx, [orderId])
  if (!before) throw new Refusal(platformRefusals.not_found)
  // Intents before orders, as everywhere, so that a payment that comes now and a cancellation do not wait in a circle.
  const [intent] = await lockIntents(tx, [before.intent_id])
  const [order] = await sql.lockOrders(tx, [orderId])
  // Only nobody's order has no payment yet.
  if (!order || (!intent && order.buyer_person_id !== null)) throw new Refusal(platformRefusals.not_found)
  if (!mayBecome(order.state, 'cancelled'))
    throw new Refusal(order.shipped_at ? refusals.too_late_to_cancel : refusals.order_ended)
  const lines = await sql.linesOf(tx, [orderId])
  // Parts may have gone back before.
  if (!isUnpaid(order.state)) await giveBack(platform, tx, actor, order, planWholeRefund(lines), reason)
  // One that the provider knows of is closed by the provider's answer only; until then the janitor asks about it.
  else if (intent?.state === 'created') await markIntentsEnded(tx, [intent.id], 'closed', tx.at)
  await sql.markEnded(tx, [orderId], 'cancelled', reason)
  await lowerOpenCounts(tx, [order])
  await giveCountsBack(tx, [order], lines)
  await releaseStock(
    tx,
    lines.map((line) => ({
      stockItemId: line.stock_item_id,
      stockCellId: line.stock_cell_id,
      quantity: line.quantity,
    })),
  )
  if (actor.kind === 'staff')
    await recordActivity(tx, { actor, action: 'order.cancel', subject: formatId('ord', orderId), reason })
  tx.say({
    name: 'order.cancelled',
    cellId: order.cell_id,
    subject: order.id,
    actor: actorName(actor),
    data: eventData(order),
  })
  return orderId
}

/** After an unpaid order was cancelled: the provider is asked to take no money for it. What comes all the same goes back. */
export async function closeAtProvider(platform: Platform, orderId: bigint): Promise<void> {
  const [order] = await sql.findOrders(platform.db, [orderId])
  const [intent] = order?.paid_at === null ? await findIntents(platform.db, [order.intent_id]) : []
  if (intent) await closeIntent(platform, intent)
}

export const eventData = (order: Pick<sql.OrderRow, 'id' | 'sale_id' | 'community_id' | 'total_fen'>) => ({
  orderId: formatId('ord', order.id),
  saleId: order.sale_id === null ? null : formatId('sal', order.sale_id),
  communityId: order.community_id === null ? null : formatId('com', order.community_id),
  totalFen: order.total_fen,
})
