import type { Queryable, Tx } from '../platform/db.ts'
import { decideReservations, type RowChange, sumByRow, type Verdict, type Want } from './reservation.ts'
import * as sql from './sql.ts'

/** What may still be ordered of each SKU, over all warehouses. A SKU that never came in has 0. */
export async function leftOf(q: Queryable, skuIds: readonly bigint[]): Promise<Map<bigint, number>> {
  const left = new Map(skuIds.map((skuId) => [skuId, 0]))
  if (skuIds.length === 0) return left
  for (const row of await sql.leftOfSkus(q, skuIds)) left.set(row.sku_id, row.available)
  return left
}

/**
 * Reserves for a list of orders, each all of its lines or nothing, each with its own verdict. Call it last in the
 * transaction: from here on others wait for these rows.
 */
export async function reserveStock(tx: Tx, wants: readonly Want[]): Promise<Verdict[]> {
  const skuIds = [...new Set(wants.flatMap((want) => want.lines.map((line) => line.skuId)))]
  if (skuIds.length === 0) return wants.map(({ orderIndex }) => ({ orderIndex, ok: true, lines: [] }))
  const rows = await sql.lockCellsOfSkus(tx, skuIds)
  const { verdicts, taken } = decideReservations(rows, wants)
  if (taken.length > 0) assertAllMoved(await sql.moveToReserved(tx, taken), taken)
  return [...verdicts]
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
