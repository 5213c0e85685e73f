import type { Queryable, Tx } from '../platform/db.ts'

export const daysToClose = (q: Queryable, before: string, limit: number) =>
  q.query<{ business_day: string }>(
    'ledger.daysToClose',
    'select business_day from ledger.day where closed_at is null and business_day < $1::date order by business_day limit $2',
    [before, limit],
  )

export const lockDayToClose = (tx: Tx, day: string) =>
  tx.query(
    'ledger.lockDayToClose',
    'select 1 from ledger.day where business_day = $1::date and closed_at is null for update',
    [day],
  )

/** In the same snapshot for all three: what the day moved, and what of it waits for its seal. */
export const sumsOfDay = (tx: Tx, day: string) =>
  tx.query<{ journals: number; moved_fen: number; unsealed: number }>(
    'ledger.sumsOfDay',
    `select count(*)::bigint as journals, coalesce(sum(t.fen), 0)::bigint as moved_fen, count(*) filter (where s.journal_id is null) as unsealed
     from ledger.journal j left join ledger.seal s on s.journal_id = j.id and s.cell_id = j.cell_id
     left join lateral (select sum(amount_fen) as fen from ledger.transfer t where t.journal_id = j.id and t.cell_id = j.cell_id) t on true
     where j.business_day = $1::date`,
    [day],
  )

export const markClosed = (tx: Tx, day: string, of: { journals: number; moved_fen: number; head: Buffer }) =>
  tx.query(
    'ledger.markClosed',
    'update ledger.day set closed_at = $2, journals = $3, moved_fen = $4, head = $5 where business_day = $1::date and closed_at is null',
    [day, tx.at, of.journals, of.moved_fen, of.head],
  )

export const lastSealsOfDay = (q: Queryable, day: string) =>
  q.query<{ cell_id: number; seq: number; hash: Buffer }>(
    'ledger.lastSealsOfDay',
    `select distinct on (s.cell_id) s.cell_id, s.seq, s.hash from ledger.seal s join ledger.journal j on j.id = s.journal_id and j.cell_id = s.cell_id
     where j.business_day = $1::date order by s.cell_id, s.seq desc`,
    [day],
  )

export const closedAfter = (q: Queryable, day: string) =>
  q.query<{ business_day: string; head: Buffer }>(
    'ledger.closedAfter',
    'select business_day, head from ledger.day where closed_at is not null and business_day > $1::date order by business_day',
    [day],
  )

export const daysBefore = (q: Queryable, before: string, limit: number) =>
  q.query<{
    business_day: string
    opened_at: Date
    closed_at: Date | null
    journals: number | null
    moved_fen: number | null
    head: Buffer | null
  }>(
    'ledger.daysBefore',
    `select business_day, opened_at, closed_at, journals, moved_fen, head from ledger.day where business_day < $1::date
     order by business_day desc limit $2`,
    [before, limit],
  )
