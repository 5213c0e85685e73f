import type { Queryable } from '../platform/db.ts'
import { LINE, type LineRow } from './sql-bills.ts'

export interface BillDayRow {
  readonly bill_day: string
  readonly provider: string
  readonly fetched_at: Date
  readonly lines: number
  readonly matched: number
  readonly waiting: number
  readonly paid_fen: number
  readonly refunded_fen: number
  readonly fee_fen: number
  readonly paid_out_fen: number
  readonly transferred_fen: number
  readonly closing_fen: number | null
  readonly differences: number
  readonly open_differences: number
  readonly files: { kind: string; sha1: string | null; lines: number }[]
}

/** Days whose bills are here, newest first; `day` is that one alone. */
export const billDays = (q: Queryable, provider: string, before: string | null, day: string | null, limit: number) =>
  q.query<BillDayRow>(
    'payments.billDays',
    `select b.bill_day, b.provider, max(b.fetched_at) as fetched_at, max(b.closing_fen) filter (where b.kind = 'basic') as closing_fen, sum(b.fee_fen)::bigint as fee_fen,
       jsonb_agg(jsonb_build_object('kind', b.kind, 'sha1', b.sha1, 'lines', b.lines) order by b.kind desc) as files, l.*, d.*
     from payments.bill b cross join lateral (
       select (count(*) filter (where state <> 'noted'))::int as lines, (count(*) filter (where state = 'matched'))::int as matched, (count(*) filter (where state = 'waiting'))::int as waiting,
         coalesce(sum(amount_fen) filter (where what = 'payment'), 0)::bigint as paid_fen, coalesce(sum(amount_fen) filter (where what = 'refund'), 0)::bigint as refunded_fen,
         coalesce(sum(amount_fen) filter (where what = 'settled'), 0)::bigint as paid_out_fen, coalesce(sum(amount_fen) filter (where what = 'transfer'), 0)::bigint as transferred_fen
       from payments.bill_line where provider = b.provider and bill_day = b.bill_day) l
     cross join lateral (select (count(*) filter (where state <> 'cleared'))::int as differences, (count(*) filter (where state in ('open', 'proposed')))::int as open_differences
       from payments.difference where provider = b.provider and bill_day = b.bill_day) d
     where b.provider = $1 and ($2::date is null or b.bill_day < $2) and ($3::date is null or b.bill_day = $3)
     group by b.bill_day, b.provider, l.lines, l.matched, l.waiting, l.paid_fen, l.refunded_fen, l.paid_out_fen, l.transferred_fen, d.differences, d.open_differences
     order by b.bill_day desc limit $4`,
    [provider, before, day, limit],
  )

export interface LineFilter {
  readonly provider: string
  readonly day: string | null
  readonly state: string | null
  /** A number of ours or of the provider's. */
  readonly number: string | null
  /** What lines were matched with. */
  readonly references: readonly bigint[] | null
  readonly after: { day: string; kind: string; lineNo: number } | null
}

export const billLines = (q: Queryable, filter: LineFilter, limit: number) =>
  q.query<LineRow>(
    'payments.billLines',
    `select ${LINE} from payments.bill_line where provider = $1 and ($2::date is null or bill_day = $2) and ($3::text is null or state = $3)
       and ($4::text is null or own_no = $4 or provider_no = $4) and ($5::bigint[] is null or reference = any($5))
       and ($6::date is null or (bill_day, kind, line_no) > ($6, $7::text, $8::int)) order by bill_day, kind, line_no limit $9`,
    [
      ...[filter.provider, filter.day, filter.state, filter.number, filter.references, filter.after?.day ?? null],
      ...[filter.after?.kind ?? null, filter.after?.lineNo ?? null, limit],
    ],
  )

/** Payments and refunds of an order, as bills may have told of them. */
export const movementsOf = (q: Queryable, reference: bigint) =>
  q.query<{ id: bigint }>(
    'payments.movementsOf',
    'select id from payments.intent where reference = $1 union select id from payments.refund where reference = $1',
    [reference],
  )

/** What stands in suspense for differences that nobody has settled. */
export const suspenseOpen = (q: Queryable) =>
  q.query<{ fen: number }>(
    'payments.suspenseOpen',
    `select coalesce(sum(suspense_fen), 0)::bigint as fen from payments.difference where state in ('open', 'proposed')`,
  )
