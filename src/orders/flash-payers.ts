import type { PaidIntent } from '../payments/index.ts'
import type { Tx } from '../platform/db.ts'
import type { Platform } from '../platform/platform.ts'
import { ordersOfSecondPersons } from '../sales/index.ts'
import { releaseStock } from '../stock/index.ts'
import { eventData } from './cancel-orders.ts'
import { giveCountsBack } from './person-counts.ts'
import * as sql from './sql.ts'
import type { OrderToPay } from './sql-paid.ts'

/** Shown to the payer beside the money that goes back. */
export const PAYER_PAID_FOR_ANOTHER = '秒杀每个支付账户限一人，原路退回'

/**
 * Ends the orders of flash sales that were paid by an account which has paid for somebody else there: their stock and
 * their share of the limits go back at once, their money by the caller. @returns their ids
 */
export async function endOrdersOfSecondPersons(
  platform: Platform,
  tx: Tx,
  paid: readonly PaidIntent[],
  orders: ReadonlyMap<bigint, OrderToPay>,
): Promise<Set<bigint>> {
  const refused = await ordersOfSecondPersons(
    platform,
    tx,
    paid.map(({ intent, fact }) => ({
      saleId: orders.get(intent.reference)?.sale_id ?? null,
      personId: orders.get(intent.reference)?.buyer_person_id ?? intent.payerPersonId,
      orderId: intent.reference,
      payer: fact.payer ?? null,
    })),
  )
  if (refused.size === 0) return refused
  const ended = [...refused].map((id) => orders.get(id) as OrderToPay)
  const lines = await sql.linesOf(tx, [...refused])
  await sql.markEnded(tx, [...refused], 'cancelled', 'payer_paid_for_another')
  await giveCountsBack(tx, ended, lines)
  await releaseStock(
    tx,
    lines.map((line) => ({
      stockItemId: line.stock_item_id,
      stockCellId: line.stock_cell_id,
      quantity: line.quantity,
    })),
  )
  for (const order of ended)
    tx.say({
      name: 'order.cancelled',
      cellId: order.cell_id,
      subject: order.id,
      actor: 'system:payments',
      data: eventData(order),
    })
  return refused
}
