import type { Queryable } from '../platform/db.ts'

export interface LinePlace {
  readonly journalId: bigint
  readonly position: number
  /** 1 for the debit side. One transfer can touch two accounts of one kind. */
  readonly side: number
}

export interface LineRow {
  readonly journal_id: bigint
  readonly position: number
  readonly side: number
  readonly key: string
  readonly kind: string
  readonly booked_at: Date
  readonly business_day: string
  readonly own_owner: bigint | number
  readonly other_kind: number
  readonly other_owner: bigint | number
  readonly other_name: string
  /** Debits positive. */
  readonly fen: number
  readonly running_fen: number
}

/** Debits positive; `$2` null means every owner of the kind together. */
const LINES = `select t.journal_id, t.position, t.cell_id, 1 as side, t.debit_owner as own_owner, t.credit_kind as other_kind, t.credit_owner as other_owner, t.amount_fen as fen
    from ledger.transfer t where t.debit_kind = $1 and ($2::bigint is null or t.debit_owner = $2)
  union all select t.journal_id, t.position, t.cell_id, 0, t.credit_owner, t.debit_kind, t.debit_owner, -t.amount_fen
    from ledger.transfer t where t.credit_kind = $1 and ($2::bigint is null or t.credit_owner = $2)`

interface Days {
  readonly from: string
  readonly through: string
}

export const accountSums = (q: Queryable, kind: number, owner: bigint | null, days: Days) =>
  q.query<{ before_fen: number; within_fen: number }>(
    'ledger.accountSums',
    `select coalesce(sum(l.fen) filter (where j.business_day < $3::date), 0)::bigint as before_fen,
       coalesce(sum(l.fen) filter (where j.business_day between $3::date and $4::date), 0)::bigint as within_fen
     from (${LINES}) l join ledger.journal j on j.id = l.journal_id and j.cell_id = l.cell_id where j.business_day <= $4::date`,
    [kind, owner, days.from, days.through],
  )

/** Newest first, each with what the days since `from` came to up to it. */
export const accountLines = (
  q: Queryable,
  kind: number,
  owner: bigint | null,
  days: Days,
  before: LinePlace | null,
  limit: number,
) =>
  q.query<LineRow>(
    'ledger.accountLines',
    `select * from (
       select l.journal_id, l.position, l.side, j.key, j.kind, j.booked_at, j.business_day, l.own_owner, l.other_kind, l.other_owner, k.name as other_name, l.fen,
         (sum(l.fen) over (order by l.journal_id, l.position, l.side))::bigint as running_fen
       from (${LINES}) l join ledger.journal j on j.id = l.journal_id and j.cell_id = l.cell_id join ledger.account_kind k on k.code = l.other_kind
       where j.business_day between $3::date and $4::date) as line
     where $5::bigint is null or (journal_id, position, side) < ($5::bigint, $6::int, $7::int)
     order by journal_id desc, position desc, side desc limit $8`,
    [kind, owner, days.from, days.through, before?.journalId ?? null, before?.position ?? 0, before?.side ?? 0, limit],
  )

export interface FlowRow {
  readonly kind: string
  readonly other: string
  readonly debit_fen: number
  readonly credit_fen: number
}

/** What one owner's accounts of some kinds exchanged with each other kind. */
export const flowsOf = (q: Queryable, kinds: readonly number[], owner: bigint) =>
  q.query<FlowRow>(
    'ledger.flowsOf',
    `select k.name as kind, o.name as other, sum(m.debit)::bigint as debit_fen, sum(m.credit)::bigint as credit_fen from (
       select debit_kind as code, credit_kind as other, amount_fen as debit, 0 as credit from ledger.transfer where debit_kind = any($1::smallint[]) and debit_owner = $2
       union all select credit_kind, debit_kind, 0, amount_fen from ledger.transfer where credit_kind = any($1::smallint[]) and credit_owner = $2) m
     join ledger.account_kind k using (code) join ledger.account_kind o on o.code = m.other group by 1, 2`,
    [kinds, owner],
  )

export interface OwnerMove {
  readonly journal_id: bigint
  readonly key: string
  readonly kind: string
  readonly reference: bigint
  readonly booked_at: Date
  readonly account: string
  /** In the account's own direction. */
  readonly change_fen: number
}

/** Journals that touched any of an owner's accounts, newest first, each account's change by itself. */
export const movesOf = (q: Queryable, kinds: readonly number[], owner: bigint, before: bigint, limit: number) =>
  q.query<OwnerMove>(
    'ledger.movesOf',
    `with moves as (
       select journal_id, cell_id, debit_kind as code, amount_fen as fen from ledger.transfer
         where debit_kind = any($1::smallint[]) and debit_owner = $2 and debit_owner <> 0 and journal_id < $3
       union all select journal_id, cell_id, credit_kind, -amount_fen from ledger.transfer
         where credit_kind = any($1::smallint[]) and credit_owner = $2 and credit_owner <> 0 and journal_id < $3),
     newest as (select distinct journal_id from moves order by journal_id desc limit $4)
     select m.journal_id, j.key, j.kind, j.reference, j.booked_at, k.name as account,
       (case when k.type in ('asset', 'expense') then 1 else -1 end * sum(m.fen))::bigint as change_fen
     from moves m join newest using (journal_id) join ledger.journal j on j.id = m.journal_id and j.cell_id = m.cell_id
     join ledger.account_kind k using (code) group by 1, 2, 3, 4, 5, 6, k.type having sum(m.fen) <> 0 order by 1 desc, 6`,
    [kinds, owner, before, limit],
  )
