import { lotCosts, taxRatesOn } from '../catalog/index.ts'
import { markReceived as markEarned } from '../commissions/index.ts'
import { book, type Journal, type Transfer } from '../ledger/index.ts'
import { actorName, type PersonActor } from '../platform/actor.ts'
import { dateIn } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { sweep } from '../platform/sweep.ts'
import { costOfGoods, freightIncome, orderDeposit, outputTax, payableTo, salesIncome } from './accounts.ts'
import { eventData } from './cancel-orders.ts'
import { refusals } from './contract.ts'
import { splitTax } from './output-tax.ts'
import { keptOf } from './refund.ts'
import * as sql from './sql.ts'
import * as sqlParcels from './sql-parcels.ts'
import * as sqlSupplies from './sql-supplies.ts'
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

/**
 * Revenue and its output tax are recognised and the goods' cost becomes owed to their supplier, line by line (`rec:`
 * journals). The rate of the day is frozen on the line.
 */
export async function receive(
  platform: Platform,
  tx: Tx,
  actor: string,
  orders: readonly sql.OrderRow[],
): Promise<void> {
  if (orders.length === 0) return
  const ids = orders.map((order) => order.id)
  const lines = await taxed(platform, tx, await sql.linesOf(tx, ids))
  const supplies = await suppliesFor(tx, lines)
  await sql.markReceived(tx, ids)
  await sqlSupplies.insertSupplies(tx, [...supplies.values()].flat(), platform.config.timeZone)
  await book(
    platform,
    tx,
    lines.flatMap((line) => receiptJournal(line, actor, supplies.get(keyOf(line)) ?? [])),
  )
  await markEarned(tx, ids)
  for (const order of orders)
    tx.say({ name: 'order.received', cellId: order.cell_id, subject: order.id, actor, data: eventData(order) })
}

async function taxed(platform: Platform, tx: Tx, lines: readonly sql.LineRow[]): Promise<sql.LineRow[]> {
  const day = dateIn(platform.config.timeZone, tx.at)
  const rates = await taxRatesOn(tx, [...new Set(lines.map((line) => line.sku_id))], day)
  const withRates = lines.map((line) => ({ ...line, output_tax_bps: rates.get(line.sku_id) as number }))
  await sqlSupplies.markTaxed(
    tx,
    withRates.map((line) => ({ ...line, bps: line.output_tax_bps })),
  )
  return withRates
}

type Supply = Omit<sqlSupplies.SupplyRow, 'received_on'>

const keyOf = (row: { readonly order_id: bigint; readonly line_no: number }) => `${row.order_id}/${row.line_no}`

/** What was packed for these lines, lot by lot, with what each lot cost; by line. */
async function suppliesFor(tx: Tx, lines: readonly sql.LineRow[]): Promise<Map<string, Supply[]>> {
  const packed = await sqlParcels.packedLots(tx, [...new Set(lines.map((line) => line.order_id))])
  const costs = await lotCosts(tx, [...new Set(packed.map((row) => row.lot_id))])
  const byLine = new Map(lines.map((line) => [keyOf(line), line]))
  const supplies = new Map<string, Supply[]>()
  for (const row of packed) {
    const line = byLine.get(keyOf(row))
    const cost = costs.get(row.lot_id)
    if (!line || !cost) throw new Error('goods were packed of a lot or for a line that is not there')
    const before = supplies.get(keyOf(row)) ?? []
    // A lot may have gone out in two parcels.
    const same = before.find((one) => one.lot_id === row.lot_id)
    const quantity = (same?.quantity ?? 0) + row.quantity
    const supply = {
      ...{ order_id: row.order_id, line_no: row.line_no, lot_id: row.lot_id, cell_id: line.cell_id },
      ...{ supplier_id: cost.supplierId, sku_id: line.sku_id, quantity },
      ...{ unit_cost_fen: cost.costFen, cost_fen: quantity * cost.costFen },
    }
    supplies.set(keyOf(row), [...before.filter((one) => one !== same), supply])
  }
  return supplies
}

function receiptJournal(line: sql.LineRow, actor: string, supplies: readonly Supply[]): Journal[] {
  // What went back before is no revenue; the goods were sent all the same and cost what they cost.
  const kept = keptOf(line)
  const goods = splitTax(kept.goodsFen, kept.rateBps)
  const freight = splitTax(kept.freightFen, kept.rateBps)
  const transfers: Transfer[] = [
    { debit: orderDeposit, credit: salesIncome, amountFen: goods.netFen },
    { debit: orderDeposit, credit: freightIncome, amountFen: freight.netFen },
    { debit: orderDeposit, credit: outputTax, amountFen: goods.taxFen + freight.taxFen },
  ]
  const bySupplier = new Map<bigint, number>()
  for (const one of supplies) bySupplier.set(one.supplier_id, (bySupplier.get(one.supplier_id) ?? 0) + one.cost_fen)
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
