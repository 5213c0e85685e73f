import { readLots, searchSkuIds, skuNamesOf } from '../catalog/index.ts'
import type { Queryable } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import { platformRefusals, type Static } from '../platform/wire.ts'
import type { Lot, StockRow } from './contract.ts'
import * as sql from './sql.ts'

/** The stock items of these SKUs, one per warehouse. */
export async function itemOf(
  q: Queryable,
  skuIds: readonly bigint[],
): Promise<Map<bigint, { stockItemId: bigint; warehouseId: bigint }[]>> {
  const items = new Map<bigint, { stockItemId: bigint; warehouseId: bigint }[]>(skuIds.map((id) => [id, []]))
  if (skuIds.length === 0) return items
  for (const row of await sql.itemsOfSkus(q, skuIds))
    items.get(row.sku_id)?.push({ stockItemId: row.id, warehouseId: row.warehouse_id })
  return items
}

/** The numbers of every item, newest first; `search` looks at names of products and SKUs. */
export async function listStock(
  q: Queryable,
  filter: { before: bigint; limit: number; search: string },
): Promise<Static<typeof StockRow>[]> {
  const skuIds = filter.search === '' ? null : await searchSkuIds(q, filter.search)
  const rows = await sql.stockBefore(q, filter.before, filter.limit, skuIds)
  const names = await skuNamesOf(
    q,
    rows.map((row) => row.sku_id),
  )
  return rows.map((row) => ({
    itemId: formatId('itm', row.id),
    skuId: formatId('sku', row.sku_id),
    skuName: names.get(row.sku_id)?.sku_name ?? '',
    productId: formatId('prd', names.get(row.sku_id)?.product_id ?? 0n),
    productName: names.get(row.sku_id)?.product_name ?? '',
    warehouseName: row.warehouse_name,
    available: row.available,
    reserved: row.reserved,
    handedOver: row.handed_over,
    received: row.received,
    writtenOff: row.written_off,
  }))
}

/** What there was and is of these lots, by lot, one entry per warehouse. */
export async function lotBalances(q: Queryable, lotIds: readonly bigint[]): Promise<Map<bigint, sql.LotBalanceRow[]>> {
  const balances = new Map<bigint, sql.LotBalanceRow[]>(lotIds.map((id) => [id, []]))
  if (lotIds.length === 0) return balances
  for (const row of await sql.balancesOfLots(q, lotIds)) balances.get(row.lot_id)?.push(row)
  return balances
}

/** One lot as staff see it. Refuses `not_found`. */
export async function readLot(q: Queryable, currency: string, lotId: bigint): Promise<Static<typeof Lot>> {
  const [lots, [balance]] = await Promise.all([readLots(q, [lotId]), sql.balancesOfLots(q, [lotId])])
  const lot = lots.get(lotId)
  if (!lot || !balance) throw new Refusal(platformRefusals.not_found)
  return {
    id: formatId('lot', lot.id),
    skuId: formatId('sku', lot.sku_id),
    code: lot.code,
    pickedOn: lot.picked_on,
    bestBefore: lot.best_before,
    originZh: lot.origin_zh,
    originEn: lot.origin_en,
    intakeNote: lot.intake_note,
    cost: { amount: lot.cost_fen, currency },
    warehouseId: formatId('whs', balance.warehouse_id),
    warehouseName: balance.warehouse_name,
    ...unitsOf(balance),
  }
}

export const unitsOf = (balance: sql.LotBalanceRow) => ({
  received: balance.received,
  packed: balance.packed,
  writtenOff: balance.written_off,
  left: balance.received - balance.packed - balance.written_off,
})

/** Warehouses, newest first. */
export const listWarehouses = (q: Queryable, before: bigint, limit: number) => sql.warehousesBefore(q, before, limit)

export async function readWarehouse(q: Queryable, id: bigint): Promise<sql.WarehouseRow | undefined> {
  return (await sql.findWarehouse(q, id))[0]
}
