import type { Queryable } from '../platform/db.ts'
import { apiKeyNames, staffByIds } from './sql-staff.ts'

/** Names of members of staff by id, also of those who have left; an id that names nobody is absent. */
export async function staffNamesOf(q: Queryable, ids: readonly bigint[]): Promise<Map<bigint, string>> {
  if (ids.length === 0) return new Map()
  const rows = await staffByIds(q, [...new Set(ids)])
  return new Map(rows.map((row) => [row.id as bigint, row.name]))
}

/** Names of API keys by id, also of those that were revoked. */
export async function apiKeyNamesOf(q: Queryable, ids: readonly bigint[]): Promise<Map<bigint, string>> {
  if (ids.length === 0) return new Map()
  const rows = await apiKeyNames(q, [...new Set(ids)])
  return new Map(rows.map((row) => [row.id as bigint, row.name]))
}
