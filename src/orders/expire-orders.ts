import { type Answer, closeIntent, findIntents, lockIntents } from '../payments/index.ts'
import type { Tx } from '../platform/db.ts'
import type { Platform } from '../platform/platform.ts'
import { releaseStock } from '../stock/index.ts'
import { eventData } from './cancel-orders.ts'
import { lowerOpenCounts } from './open-counts.ts'
import { isUnpaid } from './order.ts'
import { giveCountsBack } from './person-counts.ts'
import * as sql from './sql.ts'

/** The provider takes money until the order's expiry; we let go a minute later, so that there is no close call. */
const GRACE_MS = 60_000
/** What nobody can tell about keeps its stock this long; a success after that goes back. */
const UNKNOWN_MS = 15 * 60_000
const BATCH = 500

/**
 * Ends unpaid orders whose time is over and gives their stock back, after the provider has closed their payment. A payment
 * that nobody can tell about stays unknown, and the janitor goes on asking.
 */
export async function expireOrders(platform: Platform): Promise<number> {
  const now = platform.clock.now().getTime()
  const due = await sql.ordersToExpire(platform.db, new Date(now - GRACE_MS), BATCH)
  if (due.length === 0) return 0
  const intents = new Map(
    (
      await findIntents(
        platform.db,
        due.map((order) => order.intent_id),
      )
    ).map((intent) => [intent.id, intent]),
  )
  const closed: bigint[] = []
  for (const order of due) {
    const intent = intents.get(order.intent_id)
    const answer: Answer = intent ? await closeIntent(platform, intent) : 'ended'
    const waitedEnough = now - order.expires_at.getTime() > UNKNOWN_MS
    if (answer === 'ended' || (answer === 'unknown' && waitedEnough)) closed.push(order.id)
  }
  const ended = await platform.db.inTransaction(platform, (tx) => expire(tx, closed))
  return ended === BATCH ? ended : 0
}

async function expire(tx: Tx, ids: readonly bigint[]): Promise<number> {
  if (ids.length === 0) return 0
  const intentIds = (await sql.findOrders(tx, ids)).map((order) => order.intent_id)
  await lockIntents(tx, intentIds)
  const orders = (await sql.lockOrders(tx, ids)).filter((order) => isUnpaid(order.state))
  if (orders.length === 0) return 0
  const lines = await sql.linesOf(
    tx,
    orders.map((order) => order.id),
  )
  await sql.markEnded(
    tx,
    orders.map((order) => order.id),
    'expired',
    'not_paid_in_time',
  )
  await lowerOpenCounts(tx, orders)
  await giveCountsBack(tx, orders, lines)
  await releaseStock(
    tx,
    lines.map((line) => ({
      stockItemId: line.stock_item_id,
      stockCellId: line.stock_cell_id,
      quantity: line.quantity,
    })),
  )
  for (const order of orders)
    tx.say({
      name: 'order.expired',
      cellId: order.cell_id,
      subject: order.id,
      actor: 'system:orders',
      data: eventData(order),
    })
  return orders.length
}
