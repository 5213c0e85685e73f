import { showActor } from '../platform/actor.ts'
import { formatId } from '../platform/ids.ts'
import { idOfActor, namesOf } from '../platform/names.ts'
import type { Platform } from '../platform/platform.ts'
import * as sql from './sql.ts'

/** Every rule with its versions: in the operator's order, the newest version first. */
export const listRules = async (platform: Platform) => presentAll(platform, await sql.ruleHistory(platform.db))

/** A rule as it is in force. */
export async function showRule(platform: Platform, id: bigint) {
  return (await presentAll(platform, await sql.findRule(platform.db, id)))[0]
}

async function presentAll(platform: Platform, rows: readonly sql.RuleRow[]) {
  const names = await namesOf(
    platform.db,
    rows.map((row) => idOfActor(showActor(row.set_by))),
  )
  return rows.map((row) => ({
    ...present(platform, row),
    setByName: names.get(idOfActor(showActor(row.set_by))) ?? null,
  }))
}

function present(platform: Platform, row: sql.RuleRow) {
  const money = (amount: number) => ({ amount, currency: platform.config.currency })
  return {
    id: formatId('rul', row.id),
    version: row.version,
    position: row.position,
    name: row.name,
    skuId: row.sku_id === null ? null : formatId('sku', row.sku_id),
    category: row.category,
    stage: row.stage,
    rateBps: row.rate_bps,
    floor: money(row.floor_fen),
    cap: row.cap_fen === null ? null : money(row.cap_fen),
    setBy: showActor(row.set_by),
    createdAt: row.created_at.toISOString(),
    supersededAt: row.superseded_at?.toISOString() ?? null,
  }
}
