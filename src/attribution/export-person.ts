import type { Queryable } from '../platform/db.ts'
import { formatId, type Id } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import * as sql from './sql.ts'

/** What this room knows of a person: the sales that she passed on. It holds ids only, so there is nothing to erase. */
export async function exportPerson(q: Queryable, _platform: Platform, personId: Id<'per'>): Promise<unknown> {
  const rows = await sql.passedOnBy(q, personId)
  return {
    passedOn: rows.map((row) => ({
      saleId: formatId('sal', row.sale_id),
      communityId: formatId('com', row.community_id),
      cameThrough: row.joins,
      createdAt: row.created_at.toISOString(),
    })),
  }
}
