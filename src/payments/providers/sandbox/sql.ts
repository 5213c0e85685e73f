import type { Queryable } from '../../../platform/db.ts'

export type TradeType = 'JSAPI' | 'MWEB' | 'NATIVE'

export interface PaymentRow {
  out_trade_no: string
  prepay_id: string
  transaction_id: string | null
  trade_type: TradeType
  state: 'NOTPAY' | 'USERPAYING' | 'SUCCESS' | 'CLOSED' | 'PAYERROR'
  description: string
  total_fen: number
  currency: string
  notify_url: string
  payer_openid: string | null
  asked_expire: string | null
  payable_until: Date
  created_at: Date
  paid_at: Date | null
  closed_at: Date | null
  refunded_fen: number
  /** What it brought may be split, and is frozen until then. */
  shares: boolean
  refunds: number
}

export interface RefundRow {
  out_refund_no: string
  refund_id: string
  out_trade_no: string
  refund_fen: number
  reason: string
  notify_url: string | null
  created_at: Date
  settles_at: Date
  outcome: 'SUCCESS' | 'ABNORMAL' | 'CLOSED'
}

export interface NotificationRow {
  id: string
  out_trade_no: string
  event_type: string
  summary: string
  content: string
  notify_url: string
  created_at: Date
  attempts: number
  /** In the order of happening. */
  seq: number
}

const PAYMENT_COLUMNS = [
  'out_trade_no',
  'prepay_id',
  'trade_type',
  'description',
  'total_fen',
  'currency',
  'notify_url',
  'payer_openid',
  'asked_expire',
  'payable_until',
  'created_at',
  'shares',
] as const
export type NewPayment = Pick<PaymentRow, (typeof PAYMENT_COLUMNS)[number]>

export type NewNotification = Omit<NotificationRow, 'attempts' | 'out_trade_no' | 'seq'> & { next_at: Date }

/** The row under this number: the new one, or the one that was there. */
export async function insertOrFindPayment(db: Queryable, payment: NewPayment): Promise<PaymentRow> {
  await db.query(
    'sandbox.insertPayment',
    `insert into sandbox.payment (${PAYMENT_COLUMNS.join(', ')}, state)
     values (${PAYMENT_COLUMNS.map((_, at) => `$${at + 1}`).join(', ')}, 'NOTPAY') on conflict (out_trade_no) do nothing`,
    PAYMENT_COLUMNS.map((column) => payment[column]),
  )
  return (await findPayment(db, payment.out_trade_no)) as PaymentRow
}

/** By our number or the platform's prepay id. */
export async function findPayment(db: Queryable, number: string): Promise<PaymentRow | null> {
  const text = 'select * from sandbox.payment where out_trade_no = $1 or prepay_id = $1'
  const rows = await db.query<PaymentRow>('sandbox.findPayment', text, [number])
  return rows[0] ?? null
}

export interface Paying {
  outTradeNo: string
  transactionId: string
  openid: string
  at: Date
  notification: NewNotification
}

/** True when this call took the money; the notification is stored in the same statement. */
export async function payAndNotify(db: Queryable, { outTradeNo, transactionId, openid, at, notification }: Paying) {
  const n = notification
  const rows = await db.query(
    'sandbox.payAndNotify',
    `with paid as (
       update sandbox.payment set state = 'SUCCESS', transaction_id = $2, payer_openid = $3, paid_at = $4
       where out_trade_no = $1 and state in ('NOTPAY', 'USERPAYING') and payable_until >= $4 returning out_trade_no
     ) insert into sandbox.notification (id, out_trade_no, event_type, summary, content, notify_url, created_at, next_at)
       select $5, out_trade_no, $6, $7, $8, $9, $10, $11 from paid returning id`,
    [
      outTradeNo,
      transactionId,
      openid,
      at,
      n.id,
      n.event_type,
      n.summary,
      n.content,
      n.notify_url,
      n.created_at,
      n.next_at,
    ],
  )
  return rows.length === 1
}

/** An unpaid payment becomes this; true when it did. */
export async function setUnpaidState(db: Queryable, outTradeNo: string, state: string, at: Date): Promise<boolean> {
  const rows = await db.query(
    'sandbox.setUnpaidState',
    `update sandbox.payment set state = $2, closed_at = case when $2 = 'CLOSED' then $3::timestamptz end
     where out_trade_no = $1 and state in ('NOTPAY', 'USERPAYING') returning out_trade_no`,
    [outTradeNo, state, at],
  )
  return rows.length === 1
}

export interface Refunding {
  refund: RefundRow
  notification: NewNotification | null
}

/**
 * False when more would go back than came in, or at the 51st refund. The row lock of the update makes parallel
 * refunds of one payment wait for each other, and each sees the sum that the one before left.
 */
export async function refundAndNotify(db: Queryable, { refund, notification: n }: Refunding): Promise<boolean> {
  const rows = await db.query(
    'sandbox.refundAndNotify',
    `with taken as (
       update sandbox.payment set refunded_fen = refunded_fen + case when $8 = 'CLOSED' then 0 else $3::bigint end,
         refunds = refunds + 1
       where out_trade_no = $2 and state = 'SUCCESS' and refunded_fen + $3::bigint <= total_fen and refunds < 50
       returning out_trade_no
     ), made as (
       insert into sandbox.refund (out_refund_no, refund_id, out_trade_no, refund_fen, reason, notify_url, created_at,
         settles_at, outcome)
       select $1, $9, out_trade_no, $3, $4, $5, $6, $7, $8 from taken returning out_refund_no
     ), told as (
       insert into sandbox.notification (id, out_trade_no, event_type, summary, content, notify_url, created_at, next_at)
       select $10, $2, $11, $12, $13, $5, $6, $7 from made where $5::text is not null returning id
     ) select out_refund_no from made`,
    [
      refund.out_refund_no,
      refund.out_trade_no,
      refund.refund_fen,
      refund.reason,
      refund.notify_url,
      refund.created_at,
      refund.settles_at,
      refund.outcome,
      refund.refund_id,
      n?.id ?? null,
      n?.event_type ?? null,
      n?.summary ?? null,
      n?.content ?? null,
    ],
  )
  return rows.length === 1
}

export async function findRefund(db: Queryable, outRefundNo: string): Promise<RefundRow | null> {
  const text = 'select * from sandbox.refund where out_refund_no = $1'
  const rows = await db.query<RefundRow>('sandbox.findRefund', text, [outRefundNo])
  return rows[0] ?? null
}

/**
 * Takes what is due, oldest first, and sets each row's next attempt before anything is sent: a sandbox that dies in
 * between sends again, never not at all. `waits` is milliseconds after the 1st, 2nd… attempt; past its end: never.
 */
export async function claimDue(db: Queryable, now: Date, limit: number, waits: readonly number[]) {
  return db.query<NotificationRow>(
    'sandbox.claimDue',
    `update sandbox.notification set attempts = attempts + 1,
       next_at = $1::timestamptz + ($3::float8[])[attempts + 1] * interval '1 millisecond'
     where id in (select id from sandbox.notification where next_at <= $1 order by next_at, seq limit $2 for update skip locked)
     returning id, out_trade_no, event_type, summary, content, notify_url, created_at, attempts, seq`,
    [now, limit, waits],
  )
}

export async function recordAnswers(db: Queryable, ids: string[], answers: string[], accepted: boolean[], at: Date) {
  await db.query(
    'sandbox.recordAnswers',
    `update sandbox.notification n set last_answer = a.answer,
       accepted_at = case when a.accepted then coalesce(n.accepted_at, $4::timestamptz) else n.accepted_at end,
       next_at = case when a.accepted then null else n.next_at end
     from unnest($1::text[], $2::text[], $3::boolean[]) as a (id, answer, accepted) where n.id = a.id`,
    [ids, answers, accepted, at],
  )
}

/** When the next attempt is due; null when nothing waits. */
export async function nextDue(db: Queryable): Promise<Date | null> {
  const text = 'select min(next_at) as at from sandbox.notification where next_at is not null'
  const rows = await db.query<{ at: Date | null }>('sandbox.nextDue', text)
  return rows[0]?.at ?? null
}

export interface Statement {
  payments: number
  paid_fen: number
  refunds: number
  refunded_fen: number
}

/** What the platform says moved in a span of time: the other side of the shop's clearing account. */
export async function readStatement(db: Queryable, from: Date, to: Date): Promise<Statement> {
  const rows = await db.query<Statement>(
    'sandbox.readStatement',
    `select p.payments, p.paid_fen, r.refunds, r.refunded_fen from
       (select count(*) as payments, coalesce(sum(total_fen), 0)::bigint as paid_fen from sandbox.payment
        where paid_at >= $1 and paid_at < $2) p,
       (select count(*) as refunds, coalesce(sum(refund_fen), 0)::bigint as refunded_fen from sandbox.refund
        where outcome = 'SUCCESS' and settles_at >= $1 and settles_at < $2) r`,
    [from, to],
  )
  return rows[0] as Statement
}

/** Returns how many will be said again. */
export async function makeDue(db: Queryable, outTradeNo: string, at: Date): Promise<number> {
  const text = 'update sandbox.notification set next_at = $2 where out_trade_no = $1 returning id'
  return (await db.query('sandbox.makeDue', text, [outTradeNo, at])).length
}
