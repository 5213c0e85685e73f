import type { Queryable, Tx } from '../platform/db.ts'
import type { PayoutState } from './contract.ts'

interface IdentityRow {
  readonly person_id: bigint
  readonly name_sealed: Buffer
  readonly name_masked: string
  readonly id_number_masked: string
  readonly given_at: Date
}

export const identities = (q: Queryable, personIds: readonly bigint[]) =>
  q.query<IdentityRow>(
    'settlements.identities',
    'select person_id, name_sealed, name_masked, id_number_masked, given_at from settlements.identity where person_id = any($1::bigint[])',
    [personIds],
  )

export const keepIdentity = (
  tx: Tx,
  of: { personId: bigint; nameSealed: Buffer; idNumberSealed: Buffer; nameMasked: string; idNumberMasked: string },
) =>
  tx.query(
    'settlements.keepIdentity',
    `insert into settlements.identity (person_id, name_sealed, id_number_sealed, name_masked, id_number_masked, given_at)
     values ($1, $2, $3, $4, $5, $6) on conflict (person_id) do update set name_sealed = $2, id_number_sealed = $3, name_masked = $4,
       id_number_masked = $5, given_at = $6`,
    [of.personId, of.nameSealed, of.idNumberSealed, of.nameMasked, of.idNumberMasked, tx.at],
  )

export const forgetIdentity = (tx: Tx, personId: bigint) =>
  tx.query('settlements.forgetIdentity', 'delete from settlements.identity where person_id = $1', [personId])

export interface PayoutRow {
  readonly id: bigint
  readonly cell_id: number
  readonly curator_person_id: bigint
  readonly gross_fen: number
  readonly tax_fen: number
  readonly net_fen: number
  readonly tax_rule: string
  readonly tax_month: string
  readonly state: PayoutState
  readonly held: 'other_amount' | null
  readonly provider_bill: string | null
  readonly confirm_package: string | null
  readonly end_reason: string | null
  readonly asked_at: Date
  readonly ended_at: Date | null
}

const PAYOUT = `id, cell_id, curator_person_id, gross_fen, tax_fen, net_fen, tax_rule, tax_month, state, held, provider_bill, confirm_package,
  end_reason, asked_at, ended_at`

export const insertPayout = (
  tx: Tx,
  of: Pick<
    PayoutRow,
    'id' | 'cell_id' | 'curator_person_id' | 'gross_fen' | 'tax_fen' | 'net_fen' | 'tax_rule' | 'tax_month' | 'state'
  >,
) =>
  tx.query(
    'settlements.insertPayout',
    `insert into settlements.payout (id, cell_id, curator_person_id, gross_fen, tax_fen, net_fen, tax_rule, tax_month, state, asked_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      of.id,
      of.cell_id,
      of.curator_person_id,
      of.gross_fen,
      of.tax_fen,
      of.net_fen,
      of.tax_rule,
      of.tax_month,
      of.state,
      tx.at,
    ],
  )

/** What was or may still be paid in a month and in its year: everything but what failed or was rejected. */
export const paidBefore = (q: Queryable, curator: bigint, month: string) =>
  q.query<{ month_gross: number; month_tax: number; year_gross: number; year_tax: number; first_month: string | null }>(
    'settlements.paidBefore',
    `select coalesce(sum(gross_fen) filter (where tax_month = $2::date), 0)::bigint as month_gross, coalesce(sum(tax_fen) filter (where tax_month = $2::date), 0)::bigint as month_tax,
       coalesce(sum(gross_fen), 0)::bigint as year_gross, coalesce(sum(tax_fen), 0)::bigint as year_tax, min(tax_month) as first_month
     from settlements.payout where curator_person_id = $1 and state not in ('failed', 'rejected')
       and tax_month between date_trunc('year', $2::date)::date and $2::date`,
    [curator, month],
  )

export const findPayouts = (q: Queryable, ids: readonly bigint[]) =>
  q.query<PayoutRow>(
    'settlements.findPayouts',
    `select ${PAYOUT} from settlements.payout where id = any($1::bigint[])`,
    [ids],
  )

export const lockPayout = (tx: Tx, id: bigint) =>
  tx.query<PayoutRow>('settlements.lockPayout', `select ${PAYOUT} from settlements.payout where id = $1 for update`, [
    id,
  ])

/** Locked in id order, so that two lists never wait for each other in a circle. */
export const lockPayouts = (tx: Tx, ids: readonly bigint[]) =>
  tx.query(
    'settlements.lockPayouts',
    'select from settlements.payout where id = any($1::bigint[]) order by id for update',
    [ids],
  )

export const payoutsOf = (q: Queryable, curator: bigint, before: bigint, limit: number) =>
  q.query<PayoutRow>(
    'settlements.payoutsOf',
    `select ${PAYOUT} from settlements.payout where curator_person_id = $1 and id < $2 order by id desc limit $3`,
    [curator, before, limit],
  )

export const payoutsBefore = (q: Queryable, state: string | null, before: bigint, limit: number) =>
  q.query<PayoutRow>(
    'settlements.payoutsBefore',
    `select ${PAYOUT} from settlements.payout where ($1::text is null or state = $1) and id < $2 order by id desc limit $3`,
    [state, before, limit],
  )

/** Approved ones to send, and those at the provider that nobody has asked about lately. */
export const payoutsToWork = (q: Queryable, askedBefore: Date, limit: number) =>
  q.query<PayoutRow>(
    'settlements.payoutsToWork',
    `select ${PAYOUT} from settlements.payout where held is null and (state = 'approved'
       or (state in ('sent', 'confirming', 'unknown') and (queried_at is null or queried_at < $1))) order by asked_at limit $2`,
    [askedBefore, limit],
  )

/** Those that arrived or are at the provider and bear one of these numbers, and those that arrived in a span. */
export const payoutsAtProvider = (
  q: Queryable,
  ids: readonly bigint[],
  bills: readonly string[],
  from: Date,
  to: Date,
) =>
  q.query<PayoutRow>(
    'settlements.payoutsAtProvider',
    `select ${PAYOUT} from settlements.payout where ((id = any($1::bigint[]) or provider_bill = any($2::text[])) and state in ('sent', 'confirming', 'unknown', 'succeeded'))
       or (state = 'succeeded' and ended_at >= $3 and ended_at < $4)`,
    [ids, bills, from, to],
  )

export const markSent = (q: Queryable, id: bigint, at: Date) =>
  q.query<{ id: bigint }>(
    'settlements.markSent',
    `update settlements.payout set state = 'sent', sent_at = coalesce(sent_at, $2), queried_at = $2, tries = tries + 1
     where id = $1 and state in ('approved', 'sent', 'unknown') returning id`,
    [id, at],
  )

export const markAtProvider = (
  q: Queryable,
  id: bigint,
  of: { state: 'sent' | 'confirming' | 'unknown'; bill: string | null; confirmPackage: string | null },
  at: Date,
) =>
  q.query(
    'settlements.markAtProvider',
    `update settlements.payout set state = $2, provider_bill = coalesce($3, provider_bill), confirm_package = coalesce($4, confirm_package), queried_at = $5
     where id = $1 and state in ('sent', 'confirming', 'unknown')`,
    [id, of.state, of.bill, of.confirmPackage, at],
  )

export const markHeld = (q: Queryable, id: bigint, at: Date) =>
  q.query(
    'settlements.markHeld',
    `update settlements.payout set state = 'unknown', held = 'other_amount', queried_at = $2 where id = $1 and state in ('sent', 'confirming', 'unknown')`,
    [id, at],
  )

export const markReleased = (tx: Tx, id: bigint) =>
  tx.query('settlements.markReleased', 'update settlements.payout set held = null where id = $1', [id])

export const markState = (tx: Tx, id: bigint, state: 'approved') =>
  tx.query('settlements.markState', 'update settlements.payout set state = $2 where id = $1', [id, state])

export const markEnded = (
  tx: Tx,
  id: bigint,
  state: 'succeeded' | 'failed' | 'rejected',
  of: { bill: string | null; reason: string | null },
) =>
  tx.query(
    'settlements.markEnded',
    `update settlements.payout set state = $2, provider_bill = coalesce($3, provider_bill), end_reason = $4, confirm_package = null, held = null, ended_at = $5 where id = $1`,
    [id, state, of.bill, of.reason, tx.at],
  )

export const insertApproval = (tx: Tx, payout: PayoutRow, staffId: bigint) =>
  tx.query<{ staff_id: bigint }>(
    'settlements.insertApproval',
    `insert into settlements.approval (payout_id, cell_id, staff_id, approved_at) values ($1, $2, $3, $4) on conflict do nothing returning staff_id`,
    [payout.id, payout.cell_id, staffId, tx.at],
  )

export const approvalsOf = (q: Queryable, payoutIds: readonly bigint[]) =>
  q.query<{ payout_id: bigint; staff_id: bigint; approved_at: Date }>(
    'settlements.approvalsOf',
    'select payout_id, staff_id, approved_at from settlements.approval where payout_id = any($1::bigint[]) order by approved_at, staff_id',
    [payoutIds],
  )

export interface TaxReportRow {
  readonly curator_person_id: bigint
  readonly tax_month: string
  readonly payouts: number
  readonly gross_fen: number
  readonly tax_fen: number
  readonly net_fen: number
  readonly name_masked: string | null
  readonly id_number_masked: string | null
}

export const taxReport = (q: Queryable, from: string, before: string) =>
  q.query<TaxReportRow>(
    'settlements.taxReport',
    `select p.curator_person_id, p.tax_month, count(*) as payouts, sum(p.gross_fen)::bigint as gross_fen, sum(p.tax_fen)::bigint as tax_fen,
       sum(p.net_fen)::bigint as net_fen, i.name_masked, i.id_number_masked
     from settlements.payout p left join settlements.identity i on i.person_id = p.curator_person_id
     where p.state = 'succeeded' and p.tax_month >= $1::date and p.tax_month < $2::date group by 1, 2, 7, 8 order by 2, 1`,
    [from, before],
  )
