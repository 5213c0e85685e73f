import { clawBack } from '../commissions/index.ts'
import { book, type Transfer } from '../ledger/index.ts'
import { acceptRefunds, lockIntents, refundPayable } from '../payments/index.ts'
import { recordActivity } from '../people/index.ts'
import { type Actor, actorName } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { orderDeposit, outputTax, refundsExpense } from './accounts.ts'
import { refusals } from './contract.ts'
import { hasEnded, isUnpaid } from './order.ts'
import { type LineRefund, leftOf, planRefund, type RefundPart } from './refund.ts'
import * as sql from './sql.ts'

/**
 * Gives back part of what was paid, line by line, before or after shipping, receipt, vesting and payout. The order goes
 * on. Refuses `not_paid`, `order_ended`, `refund_above_line`, and `cancel_instead` for all of an order that has not left.
 */
export async function refundLines(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  orderId: bigint,
  wanted: readonly LineRefund[],
  reason: string,
): Promise<bigint> {
  const [before] = await sql.findOrders(tx, [orderId])
  if (!before) throw new Refusal(platformRefusals.not_found)
  await lockIntents(tx, [before.intent_id])
  const [order] = await sql.lockOrders(tx, [orderId])
  if (!order) throw new Refusal(platformRefusals.not_found)
  if (isUnpaid(order.state)) throw new Refusal(refusals.not_paid)
  if (hasEnded(order.state)) throw new Refusal(refusals.order_ended)
  const lines = await sql.linesOf(tx, [orderId])
  const parts = planRefund(lines, wanted)
  const left = lines.reduce((sum, line) => sum + leftOf(line), 0)
  if (order.state === 'paid' && parts.reduce((sum, part) => sum + part.amountFen, 0) === left)
    throw new Refusal(refusals.cancel_instead)
  const refundId = await giveBack(platform, tx, actor, order, parts, reason)
  if (actor.kind === 'staff')
    await recordActivity(tx, {
      actor,
      action: 'order.refund',
      subject: formatId('ord', orderId),
      reason,
      facts: { refundId: formatId('rfd', refundId), amountFen: parts.reduce((sum, part) => sum + part.amountFen, 0) },
    })
  return refundId
}

/**
 * Accepts one refund over these parts: stored for the worker to send, owed from now, commission taken back. From the
 * deposit until the order is received, afterwards as an expense and out of the output tax. The order's row is locked.
 */
export async function giveBack(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  order: sql.OrderRow,
  parts: readonly RefundPart[],
  reason: string,
): Promise<bigint> {
  const amountFen = parts.reduce((sum, part) => sum + part.amountFen, 0)
  const taxFen = parts.reduce((sum, part) => sum + part.taxFen, 0)
  const intent = { id: order.intent_id, cellId: order.cell_id, purpose: 'order', reference: order.id }
  const [refundId] = await acceptRefunds(platform, tx, [
    { intent, amountFen, reason: reason.slice(0, 80), askedBy: actorName(actor) },
  ])
  if (refundId === undefined) throw new Error('a refund was not accepted')
  await sql.addRefunded(tx, order.id, parts)
  await book(platform, tx, [
    {
      kind: 'refund_accepted',
      key: `rf:${formatId('rfd', refundId)}`,
      cellId: order.cell_id,
      reference: order.id,
      actor: actorName(actor),
      transfers: transfersOf(order, amountFen, taxFen),
    },
  ])
  await clawBack(
    platform,
    tx,
    parts.map(({ lineNo, goodsFen }) => ({ orderId: order.id, lineNo, refundId, goodsFen })),
  )
  tx.say({
    name: 'order.refunded',
    cellId: order.cell_id,
    subject: order.id,
    actor: actorName(actor),
    data: {
      orderId: formatId('ord', order.id),
      refundId: formatId('rfd', refundId),
      amountFen,
      goodsFen: parts.reduce((sum, part) => sum + part.goodsFen, 0),
    },
  })
  return refundId
}

function transfersOf(order: sql.OrderRow, amountFen: number, taxFen: number): Transfer[] {
  if (!order.received_at) return [{ debit: orderDeposit, credit: refundPayable, amountFen }]
  return [
    { debit: refundsExpense, credit: refundPayable, amountFen: amountFen - taxFen },
    { debit: outputTax, credit: refundPayable, amountFen: taxFen },
  ].filter((transfer) => transfer.amountFen > 0)
}
