import type { Queryable } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { refusals } from './contract.ts'
import type { Sale } from './sale.ts'
import * as sql from './sql.ts'

/** A sale as an order needs it: its window, and of its goods only what is unusual. */
export interface OrderedSale
  extends Pick<Sale, 'id' | 'kind' | 'title' | 'opensAt' | 'cutsOffAt' | 'delivery' | 'pickupPointId' | 'stoppedAt'> {
  /** Of the SKUs that were asked for: a limit per person, or `not_offered`. Who has no entry is offered without limit. */
  readonly unusual: Map<bigint, number | 'not_offered'>
}

/** What an order asks of a sale. */
export interface SaleWant {
  readonly saleId: bigint
  readonly skuIds: readonly bigint[]
}

/** The sales of a list of orders, read anew each time, so that a stop or a new cut-off counts for the very next order. */
export async function salesForOrders(q: Queryable, wants: readonly SaleWant[]): Promise<Map<bigint, OrderedSale>> {
  if (wants.length === 0) return new Map()
  const [windows, unusual] = await Promise.all([
    sql.saleWindows(q, [...new Set(wants.map((want) => want.saleId))]),
    sql.unusualSkusOfSales(
      q,
      wants.flatMap(({ saleId, skuIds }) => skuIds.map((skuId) => ({ saleId, skuId }))),
    ),
  ])
  const sales = new Map<bigint, OrderedSale>(
    windows.map((row) => [
      row.id,
      {
        id: row.id,
        kind: row.kind,
        title: row.title,
        opensAt: new Date(row.opens_ms),
        cutsOffAt: new Date(row.cuts_off_ms),
        delivery: row.delivery,
        pickupPointId: row.pickup_point_id,
        stoppedAt: row.stopped_ms === null ? null : new Date(row.stopped_ms),
        unusual: new Map(),
      },
    ]),
  )
  for (const row of unusual) sales.get(row.sale_id)?.unusual.set(row.sku_id, row.per_person ?? 'not_offered')
  return sales
}

/** How many of a SKU one person may have in this sale; null: no limit but the general one. Refuses `sku_not_in_sale`. */
export function limitInSale(sale: OrderedSale, skuId: bigint): number | null {
  const unusual = sale.unusual.get(skuId)
  if (unusual === 'not_offered') throw new Refusal(refusals.sku_not_in_sale)
  return unusual ?? null
}
