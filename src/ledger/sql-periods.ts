import type { Queryable, Tx } from '../platform/db.ts'
import type { FlowRow, OwnerMove } from './sql-statement.ts'

/** Spans of business days, both ends included. */
export interface Span {
  readonly from: string
  readonly through: string
}

/** Days of the span that have no row get one, so that they can be closed like the others and take nothing later. */
export const keepDays = (tx: Tx, span: Span) =>
  tx.query(
    'ledger.keepDays',
    `insert into ledger.day (business_day, opened_at) select d::date, $3 from generate_series($1::date, $2::date, interval '1 day') as d
     where not exists (select from ledger.day where business_day = d::date) on conflict do nothing`,
    [span.from, span.through, tx.at],
  )

export const openDays = (q: Queryable, span: Span) =>
  q.query<{ n: number }>(
    'ledger.openDays',
    'select count(*) as n from ledger.day where business_day between $1::date and $2::date and closed_at is null',
    [span.from, span.through],
  )

export const sumsOfDays = (q: Queryable, span: Span) =>
  q.query<{ journals: number; moved_fen: number }>(
    'ledger.sumsOfDays',
    `select coalesce(sum(journals), 0)::bigint as journals, coalesce(sum(moved_fen), 0)::bigint as moved_fen from ledger.day
     where business_day between $1::date and $2::date`,
    [span.from, span.through],
  )

export const ownersMoved = (q: Queryable, kinds: readonly number[], span: Span) =>
  q.query<{ owner: bigint }>(
    'ledger.ownersMoved',
    `select distinct m.owner from ledger.journal j join lateral (
       select debit_owner as owner from ledger.transfer t where t.journal_id = j.id and t.cell_id = j.cell_id and debit_kind = any($1::smallint[])
       union all select credit_owner from ledger.transfer t where t.journal_id = j.id and t.cell_id = j.cell_id and credit_kind = any($1::smallint[])) m on true
     where j.business_day between $2::date and $3::date order by 1`,
    [kinds, span.from, span.through],
  )

/** `flowsOf`, of what was booked in the span. */
export const flowsWithin = (q: Queryable, kinds: readonly number[], owner: bigint, span: Span) =>
  q.query<FlowRow>(
    'ledger.flowsWithin',
    `select k.name as kind, o.name as other, sum(m.debit)::bigint as debit_fen, sum(m.credit)::bigint as credit_fen from (
       select journal_id, cell_id, debit_kind as code, credit_kind as other, amount_fen as debit, 0 as credit from ledger.transfer
         where debit_kind = any($1::smallint[]) and debit_owner = $2
       union all select journal_id, cell_id, credit_kind, debit_kind, 0, amount_fen from ledger.transfer
         where credit_kind = any($1::smallint[]) and credit_owner = $2) m
     join ledger.journal j on j.id = m.journal_id and j.cell_id = m.cell_id
     join ledger.account_kind k using (code) join ledger.account_kind o on o.code = m.other
     where j.business_day between $3::date and $4::date group by 1, 2`,
    [kinds, owner, span.from, span.through],
  )

/** `movesOf`, of what was booked in the span, oldest first. */
export const movesWithin = (q: Queryable, kinds: readonly number[], owner: bigint, span: Span, limit: number) =>
  q.query<OwnerMove>(
    'ledger.movesWithin',
    `select m.journal_id, j.key, j.kind, j.reference, j.booked_at, k.name as account,
       (case when k.type in ('asset', 'expense') then 1 else -1 end * sum(m.fen))::bigint as change_fen
     from (select journal_id, cell_id, debit_kind as code, amount_fen as fen from ledger.transfer where debit_kind = any($1::smallint[]) and debit_owner = $2
       union all select journal_id, cell_id, credit_kind, -amount_fen from ledger.transfer where credit_kind = any($1::smallint[]) and credit_owner = $2) m
     join ledger.journal j on j.id = m.journal_id and j.cell_id = m.cell_id join ledger.account_kind k using (code)
     where j.business_day between $3::date and $4::date
     group by 1, 2, 3, 4, 5, 6, k.type having sum(m.fen) <> 0 order by 1, 6 limit $5`,
    [kinds, owner, span.from, span.through, limit],
  )
