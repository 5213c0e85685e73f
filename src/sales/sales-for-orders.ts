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
 * The sales of a list of orders. What is in memory counts while no sale at all has changed, which is asked anew each time
 * (one row), and after a change once its version was found to be the same: a stop or a new cut-off counts for the very
 * next order, in every process.
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
  if (sales.size + missing.length === 0) return sales
  // The mark before the sales: what is read after it is at least as new as it says.
  const [mark, read] = await Promise.all([currentMark(q), readSales(q, missing, known)])
  const doubtful = [...sales.values()].filter((sale) => sale.asOf !== mark)
  const changed = new Set(await changedAmong(q, doubtful))
  for (const sale of doubtful) if (!changed.has(sale.id)) sale.asOf = mark
  for (const id of changed) sales.delete(id)
  const again = await readSales(q, [...changed], known)
  for (const sale of [...read, ...again]) {
    sale.asOf = mark
    sales.set(sale.id, sale)
  }
  return sales
}

/**
 * Reads up to `limit` of the sales that take orders now or will, older than `before`, into memory, unless it is full.
 * Answers their ids, newest first.
 */
export async function rememberSales(platform: Platform, before: bigint, limit: number): Promise<bigint[]> {
  const { db, clock } = platform
  const known = knownOf(platform)
  const room = Math.min(limit, MOST_KEPT - known.byId.size)
  if (room <= 0) return []
  const mark = await currentMark(db)
  const ids = (await sql.salesNotOver(db, clock.now(), before, room)).map((row) => row.id)
  const missing = ids.filter((id) => !known.byId.has(id))
  for (const sale of await readSales(db, missing, known)) sale.asOf = mark
  return ids
}

async function currentMark(q: Queryable): Promise<string> {
  const [row] = await sql.currentMark(q)
  if (!row) throw new Error('sales.mark has no row')
  return row.stamp
}

async function changedAmong(q: Queryable, sales: readonly OrderedSale[]): Promise<bigint[]> {
  if (sales.length === 0) return []
  const rows = await sql.changedSales(
    q,
    sales.map((sale) => sale.id),
    sales.map((sale) => sale.version),
  )
  return rows.map((row) => row.id)
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
