import { int2s, int8s, texts } from '../platform/binary-array.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import type { IntentState } from './contract.ts'
import type { Intent } from './intent.ts'

interface IntentRow {
  readonly id: bigint
  readonly cell_id: number
  readonly purpose: string
  readonly reference: bigint
  readonly payer_person_id: bigint
  readonly amount_fen: number
  readonly state: IntentState
  readonly provider_txn: string | null
  readonly channel: string | null
  readonly submitted_at: Date | null
  readonly expires_at: Date
  readonly ended_at: Date | null
}

const INTENT =
  'id, cell_id, purpose, reference, payer_person_id, amount_fen, state, provider_txn, channel, submitted_at, expires_at, ended_at'

export const insertIntents = (
  tx: Tx,
  provider: string,
  intents: readonly Omit<Intent, 'state' | 'providerTxn' | 'channel' | 'submittedAt' | 'endedAt'>[],
): void =>
  tx.send(
    'payments.insertIntents',
    `insert into payments.intent (id, cell_id, purpose, reference, payer_person_id, amount_fen, expires_at, provider, state, created_at)
     select *, $8, 'created', $9::timestamptz
     from unnest($1::bigint[], $2::smallint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::timestamptz[])`,
    [
      intents.map((i) => i.id),
      int2s(intents.map((i) => i.cellId)),
      texts(intents.map((i) => i.purpose)),
      intents.map((i) => i.reference),
      intents.map((i) => i.payerPersonId),
      int8s(intents.map((i) => i.amountFen)),
      intents.map((i) => i.expiresAt),
      provider,
      tx.at,
    ],
  )

export const findIntents = async (q: Queryable, ids: readonly bigint[]): Promise<Intent[]> =>
  (
    await q.query<IntentRow>(
      'payments.findIntents',
      `select ${INTENT} from payments.intent where id = any($1::bigint[])`,
      [ids],
    )
  ).map(intentOf)

/** Locked in id order, so that two lists never wait for each other in a circle. */
export const lockIntents = async (tx: Tx, ids: readonly bigint[]): Promise<Intent[]> =>
  (
    await tx.query<IntentRow>(
      'payments.lockIntents',
      `select ${INTENT} from payments.intent where id = any($1::bigint[]) order by id for update`,
      [ids],
    )
  ).map(intentOf)

/** The first start fixes the channel: one number at the provider stands for one way to pay. */
export const markSubmitted = (q: Queryable, id: bigint, channel: string, at: Date) =>
  q.query<{ id: bigint }>(
    'payments.markSubmitted',
    `update payments.intent set state = 'submitted', submitted_at = coalesce(submitted_at, $3), channel = $2
     where id = $1 and state in ('created', 'submitted', 'pending', 'unknown') and (channel is null or channel = $2) returning id`,
    [id, channel, at],
  )

export const markSucceeded = (tx: Tx, facts: readonly { id: bigint; providerTxn: string }[]): void =>
  tx.send(
    'payments.markSucceeded',
    `update payments.intent i set state = 'succeeded', provider_txn = t.txn, ended_at = $3
     from unnest($1::bigint[], $2::text[]) as t (id, txn) where i.id = t.id`,
    [facts.map((f) => f.id), texts(facts.map((f) => f.providerTxn)), tx.at],
  )

export const insertReceived = (
  tx: Tx,
  rows: readonly { id: bigint; cellId: number; paidFen: number; paidAt: Date }[],
): void =>
  tx.send(
    'payments.insertReceived',
    `insert into payments.received (intent_id, cell_id, paid_fen, paid_at)
     select * from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::timestamptz[])`,
    [rows.map((r) => r.id), rows.map((r) => r.cellId), rows.map((r) => r.paidFen), rows.map((r) => r.paidAt)],
  )

export const markEnded = (q: Queryable, ids: readonly bigint[], state: 'closed' | 'failed', at: Date) =>
  q.query<{ id: bigint }>(
    'payments.markEnded',
    `update payments.intent set state = $2, ended_at = $3 where id = any($1::bigint[]) and state in ('created', 'submitted', 'pending', 'unknown') returning id`,
    [ids, state, at],
  )

/** A payment that waited for something else first gets its time to pay from now. */
export const resetExpiry = (tx: Tx, ids: readonly bigint[], expiresAt: Date) =>
  tx.query(
    'payments.resetExpiry',
    `update payments.intent set expires_at = $2 where id = any($1::bigint[]) and state = 'created'`,
    [ids, expiresAt],
  )

export const markUnknown = (q: Queryable, ids: readonly bigint[], at: Date) =>
  q.query(
    'payments.markUnknown',
    `update payments.intent set state = 'unknown', asked_at = $2 where id = any($1::bigint[]) and state in ('submitted', 'pending', 'unknown')`,
    [ids, at],
  )

export const markAsked = (q: Queryable, ids: readonly bigint[], at: Date) =>
  q.query('payments.markAsked', 'update payments.intent set asked_at = $2 where id = any($1::bigint[])', [ids, at])

/** Submitted long enough ago that a notification should be here, and not asked about lately. */
export const intentsToAsk = async (
  q: Queryable,
  submittedBefore: Date,
  askedBefore: Date,
  limit: number,
): Promise<Intent[]> =>
  (
    await q.query<IntentRow>(
      'payments.intentsToAsk',
      `select ${INTENT} from payments.intent where state in ('submitted', 'pending', 'unknown') and submitted_at < $1
       and (asked_at is null or asked_at < $2) order by expires_at limit $3`,
      [submittedBefore, askedBefore, limit],
    )
  ).map(intentOf)

export interface RefundRow {
  readonly id: bigint
  readonly cell_id: number
  readonly intent_id: bigint
  readonly purpose: string
  readonly reference: bigint
  readonly amount_fen: number
  readonly total_fen: number
  readonly reason: string
  readonly state: 'accepted' | 'submitted' | 'unknown' | 'held' | 'succeeded' | 'failed' | 'replaced' | 'settled'
  readonly outcome: 'closed' | 'abnormal' | 'refused' | 'other_amount' | null
  readonly replaces: bigint | null
  readonly provider_refund: string | null
  readonly asked_by: string
  readonly created_at: Date
  readonly tries: number
  readonly ended_at: Date | null
  /** When it arrived after all, settled or replaced before. */
  readonly late_at: Date | null
}

const REFUND =
  'id, cell_id, intent_id, purpose, reference, amount_fen, total_fen, reason, state, outcome, replaces, provider_refund, asked_by, created_at, tries, ended_at, late_at'

/** Raises what is refunded of each intent; the constraint refuses more than was paid. Rows in intent order. */
export const raiseRefunded = (tx: Tx, rows: readonly { intentId: bigint; amountFen: number }[]) =>
  tx.query<{ intent_id: bigint; paid_fen: number }>(
    'payments.raiseRefunded',
    `with locked as (select r.intent_id, r.cell_id from payments.received r where r.intent_id = any($1::bigint[]) order by r.intent_id for update)
     update payments.received r set refunded_fen = r.refunded_fen + t.amount
     from locked l, unnest($1::bigint[], $2::bigint[]) as t (id, amount)
     where r.intent_id = l.intent_id and r.cell_id = l.cell_id and t.id = r.intent_id returning r.intent_id, r.paid_fen`,
    [rows.map((r) => r.intentId), rows.map((r) => r.amountFen)],
  )

export const insertRefunds = (
  tx: Tx,
  provider: string,
  rows: readonly Omit<
    RefundRow,
    'state' | 'outcome' | 'provider_refund' | 'created_at' | 'tries' | 'ended_at' | 'late_at'
  >[],
) =>
  tx.query(
    'payments.insertRefunds',
    `insert into payments.refund (id, cell_id, intent_id, purpose, reference, amount_fen, total_fen, reason, asked_by, replaces, state, provider, created_at)
     select *, 'accepted', $11, $12::timestamptz
     from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[], $9::text[], $10::bigint[])`,
    [
      rows.map((r) => r.id),
      rows.map((r) => r.cell_id),
      rows.map((r) => r.intent_id),
      rows.map((r) => r.purpose),
      rows.map((r) => r.reference),
      rows.map((r) => r.amount_fen),
      rows.map((r) => r.total_fen),
      rows.map((r) => r.reason),
      rows.map((r) => r.asked_by),
      rows.map((r) => r.replaces),
      provider,
      tx.at,
    ],
  )

export const refundsToSend = (q: Queryable, triedBefore: Date, limit: number) =>
  q.query<RefundRow>(
    'payments.refundsToSend',
    `select ${REFUND} from payments.refund where state in ('accepted', 'submitted', 'unknown') and (tried_at is null or tried_at < $1) order by created_at limit $2`,
    [triedBefore, limit],
  )

export const lockRefunds = (tx: Tx, ids: readonly bigint[]) =>
  tx.query<RefundRow>(
    'payments.lockRefunds',
    `select ${REFUND} from payments.refund where id = any($1::bigint[]) order by id for update`,
    [ids],
  )

export const findRefunds = (q: Queryable, ids: readonly bigint[]) =>
  q.query<RefundRow>(
    'payments.findRefunds',
    `select ${REFUND} from payments.refund where id = any($1::bigint[]) order by id`,
    [ids],
  )

export const markRefundTried = (q: Queryable, id: bigint, state: 'submitted' | 'unknown', at: Date) =>
  q.query(
    'payments.markRefundTried',
    `update payments.refund set state = $2, tried_at = $3, submitted_at = coalesce(submitted_at, $3), tries = tries + 1
     where id = $1 and state in ('accepted', 'submitted', 'unknown')`,
    [id, state, at],
  )

/** It waits for a person from now on; the worker asks no more. */
export const markRefundStuck = (
  q: Queryable,
  id: bigint,
  state: 'failed' | 'held',
  outcome: NonNullable<RefundRow['outcome']>,
  at: Date,
) =>
  q.query(
    'payments.markRefundStuck',
    `update payments.refund set state = $2, outcome = $3, tried_at = $4, submitted_at = coalesce(submitted_at, $4), tries = tries + 1,
       ended_at = case when $2 = 'failed' then $4::timestamptz end
     where id = $1 and state in ('accepted', 'submitted', 'unknown', 'held', 'failed')`,
    [id, state, outcome, at],
  )

export const endRefund = (tx: Tx, id: bigint, state: 'replaced' | 'settled') =>
  tx.query('payments.endRefund', 'update payments.refund set state = $2, ended_at = $3 where id = $1', [
    id,
    state,
    tx.at,
  ])

export const markRefundsSucceeded = (tx: Tx, rows: readonly { id: bigint; providerRefund: string }[]) =>
  tx.query(
    'payments.markRefundsSucceeded',
    `update payments.refund r set state = 'succeeded', outcome = null, provider_refund = t.no, ended_at = $3 from unnest($1::bigint[], $2::text[]) as t (id, no) where r.id = t.id`,
    [rows.map((r) => r.id), rows.map((r) => r.providerRefund), tx.at],
  )

export const refundsOf = (q: Queryable, references: readonly bigint[]) =>
  q.query<RefundRow>(
    'payments.refundsOf',
    `select ${REFUND} from payments.refund where reference = any($1::bigint[]) order by id`,
    [references],
  )

export interface AdminIntentRow extends IntentRow {
  readonly provider: string
  readonly created_at: Date
  readonly refunded_fen: number
}

/** What a list is narrowed to; null narrows nothing. */
export interface ListFilter {
  readonly before: bigint
  readonly state: string | null
  readonly payId: bigint | null
  readonly refundId: bigint | null
  readonly orderId: bigint | null
  readonly providerNo: string | null
}

export const intentsBefore = (q: Queryable, filter: ListFilter, limit: number) =>
  q.query<AdminIntentRow>(
    'payments.intentsBefore',
    `select ${INTENT.split(', ')
      .map((c) => `i.${c}`)
      .join(', ')}, i.provider, i.created_at, coalesce(r.refunded_fen, 0)::bigint as refunded_fen
     from payments.intent i left join payments.received r on r.intent_id = i.id
     where i.id < $1 and ($2::text is null or i.state = $2) and ($3::bigint is null or i.id = $3)
       and ($4::bigint is null or i.id in (select intent_id from payments.refund where id = $4))
       and ($5::bigint is null or i.reference = $5) and ($6::text is null or i.provider_txn = $6)
     order by i.id desc limit $7`,
    [...valuesOf(filter), limit],
  )

export const refundsBefore = (q: Queryable, filter: ListFilter, limit: number) =>
  q.query<RefundRow>(
    'payments.refundsBefore',
    `select ${REFUND} from payments.refund where id < $1 and ($2::text is null or state = $2)
       and ($3::bigint is null or intent_id = $3) and ($4::bigint is null or id = $4)
       and ($5::bigint is null or reference = $5) and ($6::text is null or provider_refund = $6)
     order by id desc limit $7`,
    [...valuesOf(filter), limit],
  )

const valuesOf = ({ before, state, payId, refundId, orderId, providerNo }: ListFilter) => [
  before,
  state,
  payId,
  refundId,
  orderId,
  providerNo,
]

export const openMoney = (q: Queryable) =>
  q.query<{ refunds_open: number; refunds_failed: number; payments_unknown: number }>(
    'payments.openMoney',
    `select (select count(*)::int from payments.refund where state in ('accepted', 'submitted', 'unknown')) as refunds_open,
       (select count(*)::int from payments.refund where state in ('failed', 'held')) as refunds_failed,
       (select count(*)::int from payments.intent where state = 'unknown') as payments_unknown`,
  )

function intentOf(row: IntentRow): Intent {
  return {
    id: row.id,
    cellId: row.cell_id,
    purpose: row.purpose,
    reference: row.reference,
    payerPersonId: row.payer_person_id,
    amountFen: row.amount_fen,
    state: row.state,
    providerTxn: row.provider_txn,
    channel: row.channel,
    submittedAt: row.submitted_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
  }
}
