import { closeIntents, findIntents, lockFreeIntents } from '../payments/index.ts'
import type { Tx } from '../platform/db.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { sweep, takeOrHalve } from '../platform/sweep.ts'
import { releaseStock } from '../stock/index.ts'
import { eventData } from './cancel-orders.ts'
import { lowerOpenCounts } from './open-counts.ts'
import { isUnpaid } from './order.ts'
import { giveCountsBack } from './person-counts.ts'
import * as sql from './sql.ts'
import * as sqlSweeps from './sql-sweeps.ts'

/** The provider takes money until the order's expiry; we let go a minute later, so that there is no close call. */
const GRACE_MS = 60_000
/** What nobody can tell about keeps its stock this long; a success after that goes back. */
const UNKNOWN_MS = 15 * 60_000

/** An order placed by a process whose clock is so far behind is found all the same. */
const CLOCKS_APART_MS = 60 * 60_000

/** When this process looked last, and the moment before which nothing that ended then waits any more. */
const looked = new WeakMap<Platform, { readonly atMs: number; readonly nothingBefore: Date }>()

/**
 * Ends unpaid orders whose time is over and gives their stock back, after the provider has closed their payment; a
 * thousand at a time. A payment that nobody can tell about stays unknown, and the janitor goes on asking; its order is
 * passed by, so that it keeps nobody else's stock.
 */
export async function expireOrders(platform: Platform): Promise<number> {
  const now = platform.clock.now().getTime()
  const last = looked.get(platform)
  // A clock that has gone back had looked too far ahead.
  const from = last && last.atMs <= now ? last.nothingBefore : new Date(0)
  const span = { from, before: new Date(now - GRACE_MS) }
  const did = await sweep<sqlSweeps.ToExpire>({
    read: (after, limit) => sqlSweeps.ordersToExpire(platform.db, span, after, limit),
    take: (due) => closeAndExpire(platform, due, now),
    failed: ({ id }, error) => couldNot(platform, id, error),
  })
  const [left] = await sqlSweeps.ordersToExpire(platform.db, span, undefined, 1)
  const oldest = left?.expires_at.getTime() ?? Number.POSITIVE_INFINITY
  looked.set(platform, { atMs: now, nothingBefore: new Date(Math.min(oldest, now - CLOCKS_APART_MS)) })
  return did
}

async function closeAndExpire(platform: Platform, due: readonly sqlSweeps.ToExpire[], now: number): Promise<number> {
  let did = 0
  const end = async (orders: readonly sqlSweeps.ToExpire[]) => {
    did += await takeOrHalve(
      orders,
      (some) => platform.db.inTransaction(platform, (tx) => expire(tx, some)),
      ({ id }, error) => couldNot(platform, id, error),
    )
  }
  const byIntent = new Map(due.map((order) => [order.intent_id, order]))
  const intents = await findIntents(platform.db, [...byIntent.keys()])
  const known = new Set(intents.map((intent) => intent.id))
  // What a curator brought and nobody took has no payment yet.
  await end(due.filter((order) => !known.has(order.intent_id)))
  await closeIntents(platform, intents, async (ids, answer) => {
    const orders = ids.flatMap((id) => byIntent.get(id) ?? [])
    const waitedEnough = (order: sqlSweeps.ToExpire) => now - order.expires_at.getTime() > UNKNOWN_MS
    await end(answer === 'ended' ? orders : orders.filter(waitedEnough))
  })
  return did
}

const couldNot = (platform: Platform, id: bigint, error: unknown): void =>
  platform.log.error({ room: 'orders', subject: formatId('ord', id), error }, 'an order could not expire')

async function expire(tx: Tx, due: readonly sqlSweeps.ToExpire[]): Promise<number> {
  const orders = await lockFree(tx, due)
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

/** Intents before orders, as everywhere; who is being paid, taken or cancelled at this moment is left alone. */
async function lockFree(tx: Tx, due: readonly sqlSweeps.ToExpire[]): Promise<sql.OrderRow[]> {
  const intentIds = due.map((order) => order.intent_id)
  const free = new Set((await lockFreeIntents(tx, intentIds)).map((intent) => intent.id))
  const orders = await sqlSweeps.lockFreeOrders(
    tx,
    due.map((order) => order.id),
  )
  return orders.filter(
    (order) => isUnpaid(order.state) && (order.buyer_person_id === null || free.has(order.intent_id)),
  )
}
