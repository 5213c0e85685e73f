import type { Queryable } from '../platform/db.ts'
import { formatId, type Id, parseId } from '../platform/ids.ts'
import { NEWEST, pageOf } from '../platform/paging.ts'
import type { Platform } from '../platform/platform.ts'
import { type Sale, saleState } from './sale.ts'
import * as sql from './sql.ts'

const OPEN_SALES_SHOWN = 100

/**
 * Sales by id with their SKUs, communities, window, and their state at a moment: the one place where they are read. It
 * asks the database every time, so a stop or a new cut-off counts for the very next order.
 */
export async function readSales(q: Queryable, ids: Iterable<bigint>, at: Date): Promise<Map<bigint, Sale>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  return new Map((await sql.findSales(q, wanted)).map((row) => [row.id, toSale(row, at)]))
}

/** A curator's own sale; undefined for an absent one and for someone else's alike. */
export async function saleOfCurator(q: Queryable, id: Id<'sal'>, curator: bigint, at: Date): Promise<Sale | undefined> {
  const sale = (await readSales(q, [id], at)).get(id)
  return sale?.curatorPersonId === curator ? sale : undefined
}

export interface SalesQuery {
  readonly state?: 'planned' | 'open' | 'ended' | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

/** A curator's sales, newest first. */
export async function salesOfCurator(platform: Platform, curator: bigint, query: SalesQuery) {
  const limit = query.limit ?? 20
  const before = query.cursor ? parseId('sal', query.cursor) : NEWEST
  const at = platform.clock.now()
  const rows = await sql.salesOfCurator(platform.db, curator, query.state ?? '', at, before, limit + 1)
  return pageOf(
    rows.map((row) => toSale(row, at)),
    limit,
    (last) => formatId('sal', last.id),
  )
}

/** What is open in these communities at a moment, the earliest cut-off first, at most a hundred. */
export async function openSalesIn(q: Queryable, communityIds: readonly bigint[], at: Date): Promise<Sale[]> {
  if (communityIds.length === 0) return []
  return (await sql.openSalesIn(q, communityIds, at, OPEN_SALES_SHOWN)).map((row) => toSale(row, at))
}

/** What a curator has open at a moment, the earliest cut-off first. */
export async function openSalesOf(q: Queryable, curator: bigint, at: Date): Promise<Sale[]> {
  return (await sql.openSalesOf(q, curator, at)).map((row) => toSale(row, at))
}

/** How many sales are open everywhere. */
export async function openSaleCount(q: Queryable, at: Date): Promise<number> {
  return (await sql.countOpen(q, at))[0]?.n ?? 0
}

export const toSale = (row: sql.SaleRow, at: Date): Sale => ({
  id: row.id,
  kind: row.kind,
  curatorPersonId: row.curator_person_id,
  title: row.title,
  word: row.word,
  opensAt: row.opens_at,
  cutsOffAt: row.cuts_off_at,
  arrivesOn: row.arrives_on,
  delivery: row.delivery,
  pickupPointId: row.pickup_point_id,
  stoppedAt: row.stopped_at,
  version: row.version,
  state: saleState({ opensAt: row.opens_at, cutsOffAt: row.cuts_off_at, stoppedAt: row.stopped_at }, at),
  skus: row.sku_ids.map((skuId, index) => ({ skuId, perPerson: row.limits[index] || null })),
  communityIds: row.community_ids,
})
