import type { Queryable, Tx } from '../platform/db.ts'
import type { DifferenceKind, DifferenceState, HowSettled } from './contract-bills.ts'
import type { BillKind } from './providers/port-bills.ts'

export interface DifferenceRow {
  readonly id: bigint
  readonly provider: string
  readonly bill_day: string
  readonly kind: DifferenceKind
  readonly what: 'payment' | 'refund' | 'transfer' | 'other'
  readonly bill_kind: BillKind | null
  readonly line_no: number | null
  readonly event: string | null
  readonly reference: bigint | null
  readonly own_no: string | null
  readonly provider_no: string | null
  readonly ours_fen: number | null
  readonly theirs_fen: number | null
  /** Above zero it is a debit of suspense. */
  readonly suspense_fen: number
  readonly against: 'psp_clearing' | 'bank'
  readonly state: DifferenceState
  readonly found_at: Date
  readonly how: HowSettled | null
  readonly reason: string | null
  readonly proposed_by: bigint | null
  readonly proposed_at: Date | null
  readonly settled_by: bigint | null
  readonly ended_at: Date | null
}

const DIFFERENCE = `id, provider, bill_day, kind, what, bill_kind, line_no, event, reference, own_no, provider_no, ours_fen, theirs_fen, suspense_fen,
  against, state, found_at, how, reason, proposed_by, proposed_at, settled_by, ended_at`

export type NewDifference = Omit<
  DifferenceRow,
  'state' | 'found_at' | 'how' | 'reason' | 'proposed_by' | 'proposed_at' | 'settled_by' | 'ended_at'
>

export const insertDifferences = (tx: Tx, rows: readonly NewDifference[]) =>
  tx.query(
    'payments.insertDifferences',
    `insert into payments.difference (id, provider, bill_day, kind, what, bill_kind, line_no, event, reference, own_no, provider_no, ours_fen, theirs_fen,
       suspense_fen, against, state, found_at)
     select *, 'open', $16::timestamptz from unnest($1::bigint[], $2::text[], $3::date[], $4::text[], $5::text[], $6::text[], $7::int[], $8::text[], $9::bigint[],
       $10::text[], $11::text[], $12::bigint[], $13::bigint[], $14::bigint[], $15::text[])`,
    [
      ...[rows.map((r) => r.id), rows.map((r) => r.provider), rows.map((r) => r.bill_day), rows.map((r) => r.kind)],
      ...[rows.map((r) => r.what), rows.map((r) => r.bill_kind), rows.map((r) => r.line_no), rows.map((r) => r.event)],
      ...[rows.map((r) => r.reference), rows.map((r) => r.own_no), rows.map((r) => r.provider_no)],
      ...[rows.map((r) => r.ours_fen), rows.map((r) => r.theirs_fen), rows.map((r) => r.suspense_fen)],
      ...[rows.map((r) => r.against), tx.at],
    ],
  )

/** What a provider's bills left open, locked in id order. */
export const lockOpenDifferences = (tx: Tx, provider: string) =>
  tx.query<DifferenceRow>(
    'payments.lockOpenDifferences',
    `select ${DIFFERENCE} from payments.difference where provider = $1 and state in ('open', 'proposed') and kind <> 'refund_late' order by id for update`,
    [provider],
  )

export const lockDifference = (tx: Tx, id: bigint) =>
  tx.query<DifferenceRow>(
    'payments.lockDifference',
    `select ${DIFFERENCE} from payments.difference where id = $1 for update`,
    [id],
  )

export const markCleared = (tx: Tx, ids: readonly bigint[]) =>
  tx.query(
    'payments.markCleared',
    `update payments.difference set state = 'cleared', ended_at = $2 where id = any($1::bigint[]) and state in ('open', 'proposed')`,
    [ids, tx.at],
  )

export const markProposed = (tx: Tx, id: bigint, how: HowSettled, reason: string, by: bigint) =>
  tx.query(
    'payments.markProposed',
    `update payments.difference set state = 'proposed', how = $2, reason = $3, proposed_by = $4, proposed_at = $5 where id = $1`,
    [id, how, reason, by, tx.at],
  )

export const markSettled = (tx: Tx, id: bigint, by: bigint) =>
  tx.query(
    'payments.markSettled',
    `update payments.difference set state = 'settled', settled_by = $2, ended_at = $3 where id = $1`,
    [id, by, tx.at],
  )

export const markReopened = (tx: Tx, id: bigint) =>
  tx.query(
    'payments.markReopened',
    `update payments.difference set state = 'open', how = null, reason = null, proposed_by = null, proposed_at = null where id = $1`,
    [id],
  )

export interface DifferenceFilter {
  readonly before: bigint
  readonly state: string | null
  readonly day: string | null
  readonly id: bigint | null
}

export const differencesBefore = (q: Queryable, filter: DifferenceFilter, limit: number) =>
  q.query<DifferenceRow>(
    'payments.differencesBefore',
    `select ${DIFFERENCE} from payments.difference where id < $1 and ($2::text is null or state = $2) and ($3::date is null or bill_day = $3)
       and ($4::bigint is null or id = $4) order by id desc limit $5`,
    [filter.before, filter.state, filter.day, filter.id, limit],
  )

export const openDifferences = (q: Queryable, foundBefore: Date) =>
  q.query<{ open: number; old: number }>(
    'payments.openDifferences',
    `select count(*)::int as open, (count(*) filter (where found_at < $1))::int as old from payments.difference where state in ('open', 'proposed')`,
    [foundBefore],
  )

export const markRefundsLate = (tx: Tx, ids: readonly bigint[]) =>
  tx.query('payments.markRefundsLate', 'update payments.refund set late_at = $2 where id = any($1::bigint[])', [
    ids,
    tx.at,
  ])
