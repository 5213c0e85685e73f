import type { Queryable } from '../platform/db.ts'
import type { Platform } from '../platform/platform.ts'
import * as sql from './sql.ts'

/** The goods of a sale, as they were set when it was made: nothing changes them afterwards, so they are read once. */
export interface Offered {
  readonly skuIds: BigInt64Array
  /** By place in `skuIds`: how many one person may have, null without a limit. Absent where no SKU has one. */
  readonly perPerson: readonly (number | null)[] | undefined
}

/** About 400 bytes each. */
const MOST_KEPT = 50_000
const kept = new WeakMap<Platform, Map<bigint, Offered>>()

/** What each of these sales offers, from memory; those that are not known yet are read in one statement. */
export async function offeredIn(
  platform: Platform,
  q: Queryable,
  saleIds: ReadonlySet<bigint>,
): Promise<ReadonlyMap<bigint, Offered>> {
  let known = kept.get(platform)
  if (!known) {
    known = new Map()
    kept.set(platform, known)
  }
  const found = new Map<bigint, Offered>()
  const missing: bigint[] = []
  for (const id of saleIds) {
    const offered = known.get(id)
    if (offered) found.set(id, offered)
    else missing.push(id)
  }
  if (missing.length === 0) return found
  for (const row of await sql.skusOfSales(q, missing)) {
    const perPerson = row.limits?.map((limit) => (limit === 0 ? null : limit))
    const offered = { skuIds: BigInt64Array.from(row.sku_ids.map(BigInt)), perPerson }
    if (known.size >= MOST_KEPT) known.delete(known.keys().next().value as bigint)
    known.set(row.sale_id, offered)
    found.set(row.sale_id, offered)
  }
  return found
}
