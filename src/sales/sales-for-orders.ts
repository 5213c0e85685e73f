import type { Queryable } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import type { Platform } from '../platform/platform.ts'
import { refusals } from './contract.ts'
import { type Offered, offeredIn } from './offered.ts'
import type { Sale } from './sale.ts'
import * as sql from './sql.ts'

/** A sale as an order needs it: its window, and what it offers. */
export interface OrderedSale
  extends Pick<Sale, 'id' | 'kind' | 'title' | 'opensAt' | 'cutsOffAt' | 'delivery' | 'pickupPointId' | 'stoppedAt'> {
  readonly offered: Offered
}

/** The sales of a list of orders, windows read anew each time, so that a stop or a new cut-off counts for the very next order. */
export async function salesForOrders(
  platform: Platform,
  q: Queryable,
  saleIds: Iterable<bigint>,
): Promise<Map<bigint, OrderedSale>> {
  const wanted = new Set(saleIds)
  if (wanted.size === 0) return new Map()
  const [windows, offered] = await Promise.all([sql.saleWindows(q, [...wanted]), offeredIn(platform, q, wanted)])
  return new Map<bigint, OrderedSale>(
    windows.flatMap((row) => {
      const goods = offered.get(row.id)
      return goods ? [[row.id, toSale(row, goods)]] : []
    }),
  )
}

const toSale = (row: sql.SaleWindowRow, offered: Offered): OrderedSale => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  opensAt: new Date(row.opens_ms),
  cutsOffAt: new Date(row.cuts_off_ms),
  delivery: row.delivery,
  pickupPointId: row.pickup_point_id,
  stoppedAt: row.stopped_ms === null ? null : new Date(row.stopped_ms),
  offered,
})

/** How many of a SKU one person may have in this sale; null: no limit but the general one. Refuses `sku_not_in_sale`. */
export function limitInSale({ offered }: Pick<OrderedSale, 'offered'>, skuId: bigint): number | null {
  const place = offered.skuIds.indexOf(skuId)
  if (place < 0) throw new Refusal(refusals.sku_not_in_sale)
  return offered.perPerson?.[place] ?? null
}
