import { lotCosts } from '../catalog/index.ts'
import { markReceived as markEarned } from '../commissions/index.ts'
import { book, type Journal, type Transfer } from '../ledger/index.ts'
import { actorName, type PersonActor } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { sweep } from '../platform/sweep.ts'
import { costOfGoods, freightIncome, orderDeposit, payableTo, salesIncome } from './accounts.ts'
import { eventData } from './cancel-orders.ts'
import { refusals } from './contract.ts'
import { refundedParts } from './refund.ts'
import * as sql from './sql.ts'
import * as sqlParcels from './sql-parcels.ts'
import * as sqlSweeps from './sql-sweeps.ts'

/** A parcel that nobody confirms counts as received after ten days. */
const CONFIRM_WITHIN_MS = 10 * 24 * 3_600_000

/** The shopper confirms that her order arrived. The caller has made sure that it is hers. Refuses `not_shipped`. */
export async function confirmReceipt(platform: Platform, tx: Tx, actor: PersonActor, orderId: bigint): Promise<bigint> {
  const [order] = await sql.lockOrders(tx, [orderId])
  if (order?.state === 'received') return orderId
  if (order?.state !== 'shipped') throw new Refusal(refusals.not_shipped)
  await receive(platform, tx, actorName(actor), [order])
  return orderId
}

/** What was sent long ago and nobody confirmed, a thousand orders at a time. */
export function receiveForgotten(platform: Platform): Promise<number> {
  const before = new Date(platform.clock.now().getTime() - CONFIRM_WITHIN_MS)
  return sweep<sqlSweeps.ToReceive>({
    read: (after, limit) => sqlSweeps.ordersToReceive(platform.db, before, after, limit),
    take: (due) =>
      platform.db.inTransaction(platform, async (tx) => {
        const locked = await sqlSweeps.lockFreeOrders(
          tx,
          due.map(({ id }) => id),
        )
        const orders = locked.filter((order) => order.state === 'shipped')
        await receive(platform, tx, 'system:orders', orders)
        return orders.length
      }),
    failed: ({ id }, error) =>
      platform.log.error({ room: 'orders', subject: formatId('ord', id), error }, 'an order could not be received'),
  })
}

/** Revenue is recognised and the goods' cost becomes owed to their supplier, line by line (`rec:` journals). */
export async function receive(
  platform: Platform,
  tx: Tx,
  actor: string,
  orders: readonly sql.OrderRow[],
): Promise<void> {
  if (orders.length === 0) return
  const ids = orders.map((order) => order.id)
  const lines = await sql.linesOf(tx, ids)
  const packed = await sqlParcels.packedLots(tx, ids)
  const costs = await lotCosts(tx, [...new Set(packed.map((row) => row.lot_id))])
  const packedOf = new Map<string, sqlParcels.PackedLotRow[]>()
  for (const row of packed) {
    const key = `${row.order_id}/${row.line_no}`
    packedOf.set(key, [...(packedOf.get(key) ?? []), row])
  }
  await sql.markReceived(tx, ids)
  await book(
    platform,
    tx,
    lines.flatMap((line) => {
      const lots = packedOf.get(`${line.order_id}/${line.line_no}`) ?? []
      return receiptJournal(
        line,
        actor,
        lots.map((lot) => ({ quantity: lot.quantity, ...(costs.get(lot.lot_id) ?? { costFen: 0, supplierId: 0n }) })),
      )
    }),
  )
  await markEarned(tx, ids)
  for (const order of orders)
    tx.say({ name: 'order.received', cellId: order.cell_id, subject: order.id, actor, data: eventData(order) })
}

function receiptJournal(
  line: sql.LineRow,
  actor: string,
  lots: readonly { quantity: number; costFen: number; supplierId: bigint }[],
): Journal[] {
  // What went back before is no revenue; the goods were sent all the same and cost what they cost.
  const back = refundedParts(line)
  const transfers: Transfer[] = [
    { debit: orderDeposit, credit: salesIncome, amountFen: line.goods_fen - back.goodsFen },
    { debit: orderDeposit, credit: freightIncome, amountFen: line.freight_fen - back.freightFen },
  ]
  const bySupplier = new Map<bigint, number>()
  for (const lot of lots)
    bySupplier.set(lot.supplierId, (bySupplier.get(lot.supplierId) ?? 0) + lot.quantity * lot.costFen)
  for (const [supplierId, amountFen] of bySupplier)
    transfers.push({ debit: costOfGoods, credit: payableTo(supplierId), amountFen })
  const moving = transfers.filter(({ amountFen }) => amountFen > 0)
  if (moving.length === 0) return []
  return [
    {
      kind: 'goods_received',
      key: `rec:${formatId('ord', line.order_id)}/${line.line_no}`,
      cellId: line.cell_id,
      reference: line.order_id,
      actor,
      transfers: moving,
    },
  ]
}
