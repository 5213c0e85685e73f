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
