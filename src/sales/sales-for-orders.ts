import type { Queryable } from '../platform/db.ts'
import { keepAtMost } from '../platform/keep-at-most.ts'
import type { Platform } from '../platform/platform.ts'
import { OrderedSale, SkuNumbers } from './ordered-sale.ts'
import * as sql from './sql.ts'

const MOST_KEPT = 50_000

class KnownSales {
  readonly byId = new Map<bigint, OrderedSale>()
  readonly numbers = new SkuNumbers()
}

const kept = new WeakMap<Platform, KnownSales>()

/**
 * The sales of a list of orders. A sale that is in memory counts only if its version is still the one in the database,
 * asked anew each time, so that a stop or a new cut-off counts for the very next order.
 */
export async function salesForOrders(
  platform: Platform,
  q: Queryable,
  saleIds: Iterable<bigint>,
): Promise<Map<bigint, OrderedSale>> {
  const known = knownOf(platform)
  const sales = new Map<bigint, OrderedSale>()
  const missing: bigint[] = []
  for (const id of new Set(saleIds)) {
    const sale = known.byId.get(id)
    if (sale) sales.set(id, sale)
    else missing.push(id)
  }
  const [changed, read] = await Promise.all([changedAmong(q, sales), readSales(q, missing, known)])
  for (const id of changed) sales.delete(id)
  const again = await readSales(q, changed, known)
  for (const sale of [...read, ...again]) sales.set(sale.id, sale)
  return sales
}

/**
 * Reads up to `limit` of the sales that take orders now or will, older than `before`, into memory, unless it is full.
 * Answers their ids, newest first.
 */
export async function rememberSales(platform: Platform, before: bigint, limit: number): Promise<bigint[]> {
  const known = knownOf(platform)
  const room = Math.min(limit, MOST_KEPT - known.byId.size)
  if (room <= 0) return []
  const ids = (await sql.salesNotOver(platform.db, platform.clock.now(), before, room)).map((row) => row.id)
  await readSales(
    platform.db,
    ids.filter((id) => !known.byId.has(id)),
    known,
  )
  return ids
}

async function changedAmong(q: Queryable, sales: ReadonlyMap<bigint, OrderedSale>): Promise<bigint[]> {
  if (sales.size === 0) return []
  const versions = [...sales.values()].map((sale) => sale.version)
  return (await sql.changedSales(q, [...sales.keys()], versions)).map((row) => row.id)
}

async function readSales(q: Queryable, ids: readonly bigint[], known: KnownSales): Promise<OrderedSale[]> {
  if (ids.length === 0) return []
  return (await sql.salesToOrderIn(q, ids)).map((row) => {
    const skus = row.sku_ids.map((skuId, place) => ({ skuId: BigInt(skuId), perPerson: row.limits[place] || null }))
    const { id, version, kind, title, delivery, pickup_point_id: pickupPointId } = row
    const moments = { opensMs: row.opens_ms, cutsOffMs: row.cuts_off_ms, stoppedMs: row.stopped_ms }
    const sale = new OrderedSale({ id, version, kind, title, delivery, pickupPointId, ...moments, skus }, known.numbers)
    keepAtMost(MOST_KEPT, known.byId, sale.id, sale)
    return sale
  })
}

function knownOf(platform: Platform): KnownSales {
  const known = kept.get(platform) ?? new KnownSales()
  kept.set(platform, known)
  return known
}
