import type { Queryable, Tx } from '../platform/db.ts'
import type { AccountKind } from './account.ts'
import { firstDay } from './sql-books.ts'
import * as sql from './sql-periods.ts'

/** What the books hold of a span of business days, for rooms that settle by periods. */

export type { Span } from './sql-periods.ts'

const codes = (kinds: readonly AccountKind[]) => kinds.map((kind) => kind.code)

/** The first day on which anything was booked; null before that. */
export const firstBookedDay = async (q: Queryable): Promise<string | null> =>
  (await firstDay(q))[0]?.business_day ?? null

/**
 * Whether every day of the span is closed, so that nothing can be booked into it any more. Days that nothing was booked
 * on get a row too, and are closed by the ledger like the others: ask again later.
 */
export async function areDaysClosed(tx: Tx, span: sql.Span): Promise<boolean> {
  await sql.keepDays(tx, span)
  return (await sql.openDays(tx, span))[0]?.n === 0
}

/** Journals and fen moved of closed days. */
export async function sumsOfDays(q: Queryable, span: sql.Span): Promise<{ journals: number; movedFen: number }> {
  const [sums] = await sql.sumsOfDays(q, span)
  return { journals: sums?.journals ?? 0, movedFen: sums?.moved_fen ?? 0 }
}

/** Owners whose accounts of these kinds moved in the span. */
export const ownersMoved = async (q: Queryable, kinds: readonly AccountKind[], span: sql.Span): Promise<bigint[]> =>
  (await sql.ownersMoved(q, codes(kinds), span)).map((row) => row.owner)

/** What one owner's accounts exchanged with each other kind in the span. */
export const flowsWithin = (q: Queryable, kinds: readonly AccountKind[], owner: bigint, span: sql.Span) =>
  sql.flowsWithin(q, codes(kinds), owner, span)

/** Journals of the span that touched an owner's accounts, oldest first. */
export const movesWithin = (
  q: Queryable,
  kinds: readonly AccountKind[],
  owner: bigint,
  span: sql.Span,
  limit: number,
) => sql.movesWithin(q, codes(kinds), owner, span, limit)
