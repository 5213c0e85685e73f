import { type Actor, actorName } from '../platform/actor.ts'
import { type Queryable, type Tx, violates } from '../platform/db.ts'
import { Refusal } from '../platform/errors.ts'
import type { Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import { refusals } from './contract.ts'
import * as sql from './sql.ts'

export interface LotWords {
  readonly skuId: bigint
  readonly code: string
  /** Dates in the installation's zone, `2026-11-20`. */
  readonly pickedOn?: string | undefined
  readonly bestBefore?: string | undefined
  readonly originZh?: string | undefined
  readonly originEn?: string | undefined
  readonly intakeNote?: string | undefined
  /** What one unit cost us. */
  readonly costFen: number
}

export interface LotCost {
  readonly costFen: number
  readonly supplierId: bigint
}

/**
 * Writes down where goods that came in are from and what the warehouse saw. Stock calls it when it receives them.
 * Refuses `lot_code_taken`, `lot_dates_out_of_order`.
 */
export async function recordLot(platform: Platform, tx: Tx, actor: Actor, lot: LotWords): Promise<Id<'lot'>> {
  if (lot.pickedOn && lot.bestBefore && lot.bestBefore < lot.pickedOn)
    throw new Refusal(refusals.lot_dates_out_of_order)
  await sql.bumpVersion(tx)
  const [sku] = await sql.findSku(tx, lot.skuId)
  if (!sku) throw new Refusal(platformRefusals.not_found)
  const id = platform.ids.next<'lot'>(0)
  try {
    await sql.insertLot(tx, {
      id,
      sku_id: sku.id,
      code: lot.code,
      origin_zh: lot.originZh ?? '',
      origin_en: lot.originEn ?? '',
      picked_on: lot.pickedOn ?? null,
      best_before: lot.bestBefore ?? null,
      intake_note: lot.intakeNote ?? '',
      cost_fen: lot.costFen,
      created_by: actorName(actor),
    })
  } catch (error) {
    if (violates(error, 'lot_sku_id_code_key')) throw new Refusal(refusals.lot_code_taken)
    throw error
  }
  return id
}

/** What one unit of each lot cost and whom it was bought from, by lot. */
export async function lotCosts(q: Queryable, lotIds: readonly bigint[]): Promise<Map<bigint, LotCost>> {
  const rows = lotIds.length > 0 ? await sql.lotCosts(q, lotIds) : []
  return new Map(rows.map((row) => [row.id, { costFen: row.cost_fen, supplierId: row.supplier_id }]))
}

/** These lots, by id. */
export async function readLots(q: Queryable, lotIds: readonly bigint[]): Promise<Map<bigint, sql.LotRow>> {
  const rows = lotIds.length > 0 ? await sql.lotsById(q, lotIds) : []
  return new Map(rows.map((row) => [row.id, row]))
}
