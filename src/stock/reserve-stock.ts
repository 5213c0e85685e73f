import type { Queryable, Tx } from '../platform/db.ts'
import { type RowChange, Shelves, sumByRow, type Verdict, type Want } from './reservation.ts'
import * as sql from './sql.ts'

/** What may still be ordered of each SKU, over all warehouses. A SKU that never came in has 0. */
export async function leftOf(q: Queryable, skuIds: readonly bigint[]): Promise<Map<bigint, number>> {
  const left = new Map(skuIds.map((skuId) => [skuId, 0]))
  if (skuIds.length === 0) return left
  for (const row of await sql.leftOfSkus(q, skuIds)) left.set(row.sku_id, row.available)
  return left
}

/**
 * Locks what there is of these SKUs, for orders to take from one after another (`take`); `keepReservations` writes it.
 * Call it last in the transaction: from here on others wait for these rows.
 */
export async function lockShelves(tx: Tx, skuIds: readonly bigint[]): Promise<Shelves> {
  return new Shelves(skuIds.length === 0 ? [] : await sql.lockCellsOfSkus(tx, [...new Set(skuIds)]))
}

/** Writes what was taken; sent with the commit, because under lock every row has what was decided. */
export function keepReservations(tx: Tx, shelves: Shelves): void {
  const taken = shelves.taken()
  if (taken.length > 0) sql.moveToReserved(tx, taken)
}

/** Reserves for a list of orders, each all of its lines or nothing, each with its own verdict. */
export async function reserveStock(tx: Tx, wants: readonly Want[]): Promise<Verdict[]> {
  const shelves = await lockShelves(
    tx,
    wants.flatMap((want) => want.lines.map((line) => line.skuId)),
  )
  const verdicts = wants.map((want) => shelves.take(want))
  keepReservations(tx, shelves)
  return verdicts
}

/** Gives back what orders that expired or were cancelled had reserved. Lines must be given back once: reserved < 0 is a bug. */
export async function releaseStock(tx: Tx, lines: readonly RowChange[]): Promise<void> {
  if (lines.length === 0) return
  const changes = sumByRow(lines)
  const [, moved] = await Promise.all([sql.lockCells(tx, changes), sql.moveToAvailable(tx, changes)])
  assertAllMoved(moved, changes)
}

/** Under lock every row has what was decided or promised; if not, somebody counted wrongly and nothing may be kept. */
export function assertAllMoved(moved: readonly unknown[], changes: readonly RowChange[]): void {
  if (moved.length !== changes.length) throw new Error(`stock moved ${moved.length} rows of ${changes.length}`)
}
