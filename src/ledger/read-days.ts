import { Refusal } from '../platform/errors.ts'
import type { Platform } from '../platform/platform.ts'
import { platformRefusals } from '../platform/wire.ts'
import * as sql from './sql-days.ts'

const AFTER_ALL = '9999-12-31'

/** Business days, newest first. The cursor is a date. */
export async function listDays(platform: Platform, query: { cursor?: string; limit?: number }) {
  const limit = query.limit ?? 20
  if (
    query.cursor !== undefined &&
    !/^\d{4}-(0[1-9]|1[0-2])-[0-2]\d$|^\d{4}-(0[13-9]|1[0-2])-30$|^\d{4}-(0[13578]|1[02])-31$/.test(query.cursor)
  )
    throw new Refusal(platformRefusals.invalid_request)
  const rows = await sql.daysBefore(platform.db, query.cursor ?? AFTER_ALL, limit)
  const last = rows.at(-1)
  return {
    items: rows.map((row) => ({
      day: row.business_day,
      openedAt: row.opened_at.toISOString(),
      closedAt: row.closed_at?.toISOString() ?? null,
      journals: row.journals,
      moved: row.moved_fen === null ? null : { amount: row.moved_fen, currency: platform.config.currency },
      head: row.head?.toString('hex') ?? null,
    })),
    nextCursor: rows.length === limit && last ? last.business_day : null,
  }
}
