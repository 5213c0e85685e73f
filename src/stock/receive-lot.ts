import { recordLot } from '../catalog/index.ts'
import { recordActivity } from '../people/index.ts'
import { type Actor, actorName } from '../platform/actor.ts'
import type { Tx } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import { cellByHash, formatId, type Id, parseId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import type { LotInput, WarehouseInput } from './contract.ts'
import { endOfDate } from './packing.ts'
import * as sql from './sql.ts'

export async function createWarehouse(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  input: WarehouseInput,
): Promise<Id<'whs'>> {
  const id = platform.ids.next<'whs'>(0)
  await sql.insertWarehouse(tx, id, input.name)
  await recordActivity(tx, { actor, action: 'warehouse.created', subject: formatId('whs', id) })
  return id
}

/**
 * Goods come in: the lot is written down, and from the commit on they may be sold. All in one transaction, so that
 * received and available never disagree. Refuses `not_found`, `lot_code_taken`, `lot_dates_out_of_order`.
 */
export async function receiveLot(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  skuId: bigint,
  input: LotInput,
): Promise<Id<'lot'>> {
  const [warehouse] = await sql.findWarehouse(tx, parseId('whs', input.warehouseId))
  if (!warehouse) throw new Refusal(platformRefusals.not_found, { field: 'warehouseId' })
  const lotId = await recordLot(platform, tx, actor, { ...input, skuId })
  const stockItemId = await itemFor(platform, tx, skuId, warehouse.id)
  const stockCellId = homeCell(stockItemId)
  const { quantity, bestBefore } = input
  const packBefore = bestBefore === undefined ? null : endOfDate(platform.config.timeZone, bestBefore)
  await sql.addAvailable(tx, { stockItemId, stockCellId, quantity })
  await sql.insertLotBalance(tx, { lotId, stockItemId, packBefore, quantity })
  await sql.insertMovement(tx, {
    id: platform.ids.next(stockCellId),
    stockItemId,
    stockCellId,
    lotId,
    kind: 'received',
    quantity,
    reason: '',
    movedBy: actorName(actor),
  })
  const facts = { lotId: formatId('lot', lotId), skuId: formatId('sku', skuId), quantity }
  await recordActivity(tx, { actor, action: 'lot.received', subject: formatId('lot', lotId), facts })
  tx.say({ name: 'lot.received', cellId: stockCellId, subject: lotId, actor: actorName(actor), data: facts })
  return lotId
}

/** The cell from which an item sells, and which hands allowances to others once it is hot. */
const homeCell = (itemId: bigint): number => cellByHash(itemId)

async function itemFor(platform: Platform, tx: Tx, skuId: bigint, warehouseId: bigint): Promise<bigint> {
  await sql.ensureItem(tx, platform.ids.next(0), skuId, warehouseId)
  const [item] = await sql.findItem(tx, skuId, warehouseId)
  if (!item) throw new Error('a stock item vanished')
  return item.id
}
