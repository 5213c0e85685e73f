import type { Queryable } from '../platform/db.ts'
import * as membersSql from './sql-members.ts'

/** Communities that a person governs in which somebody waits to be let in, with how many. */
export async function waitingMembersOf(q: Queryable, personId: bigint) {
  const rows = await membersSql.waitingWhereSheGoverns(q, personId)
  return rows.map((row) => ({ communityId: row.community_id, name: row.name, count: row.n }))
}
