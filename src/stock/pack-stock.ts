import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { formatId } from '../platform/ids.ts'
import { refusals } from './contract.ts'
import { type LineToPack, type PackedLot, planPacking } from './packing.ts'
import { sumByRow } from './reservation.ts'
import { assertAllMoved } from './reserve-stock.ts'
import * as sql from './sql.ts'

/**
 * Takes reserved goods out of the house and says from which lots, first expired first; a line may need several. Refuses
 * `no_lot_to_pack` for the whole list when only lots past their date are left for a line.
 */
export async function packStock(tx: Tx, lines: readonly LineToPack[]): Promise<PackedLot[]> {
  if (lines.length === 0) return []
  const changes = sumByRow(lines)
  const itemIds = [...new Set(lines.map((line) => line.stockItemId))]
  const [, lots] = await Promise.all([sql.lockCells(tx, changes), sql.lockLotsOfItems(tx, itemIds)])
  const { packed, short } = planPacking(lots, lines, tx.at)
  if (short)
    throw new Refusal(refusals.no_lot_to_pack, { orderId: formatId('ord', short.orderId), lineNo: short.lineNo })
  const [moved] = await Promise.all([sql.moveToHandedOver(tx, changes), sql.addPacked(tx, packed)])
  assertAllMoved(moved, changes)
  return [...packed]
}
