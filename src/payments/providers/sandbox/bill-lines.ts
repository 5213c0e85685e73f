import type { Queryable } from '../../../platform/db.ts'
import { digits } from './keys.ts'

/** What moved in the simulator's books in a span of time, and what its bills were told to say wrongly. */

export interface Terms {
  readonly feeBps: number
  readonly settles: boolean
}

export interface TradeLine {
  readonly what: 'payment' | 'refund' | 'other'
  readonly at: Date
  readonly transactionId: string
  readonly outTradeNo: string
  readonly refundId: string
  readonly outRefundNo: string
  readonly tradeType: string
  readonly openid: string
  readonly description: string
  readonly amountFen: number
  /** Kept by the platform; below zero when it goes back with a refund. */
  readonly feeFen: number
}

export interface BillEdit {
  readonly kind: 'omit' | 'change' | 'add'
  /** Our number of what it is about: of a payment, a refund or a transfer. */
  readonly number: string
  readonly what?: 'payment' | 'refund' | 'other' | null
  readonly provider_no?: string | null
  readonly amount_fen?: number | null
  readonly at?: Date | null
  readonly words?: string | null
}

const feeOf = (fen: number, feeBps: number): number => Math.floor((fen * feeBps + 5_000) / 10_000)

export async function readTerms(db: Queryable): Promise<Terms> {
  const [row] = await db.query<{ fee_bps: number; settles: boolean }>(
    'sandbox.readTerms',
    'select fee_bps, settles from sandbox.terms',
  )
  return { feeBps: row?.fee_bps ?? 0, settles: row?.settles ?? false }
}

export const keepTerms = (db: Queryable, { feeBps, settles }: Terms, onlyIfNone = false) =>
  db.query(
    'sandbox.keepTerms',
    `insert into sandbox.terms (fee_bps, settles) values ($1, $2)
     on conflict (single) do update set fee_bps = case when $3 then sandbox.terms.fee_bps else $1 end, settles = case when $3 then sandbox.terms.settles else $2 end`,
    [feeBps, settles, onlyIfNone],
  )

/** Payments and refunds that arrived in the span, as the bill tells them. */
export async function tradeLines(db: Queryable, from: Date, to: Date): Promise<TradeLine[]> {
  const { feeBps } = await readTerms(db)
  const rows = await db.query<PaidRow>(
    'sandbox.tradeLines',
    `select 'payment' as what, paid_at as at, transaction_id, out_trade_no, '' as refund_id, '' as out_refund_no, trade_type, payer_openid, description,
       total_fen as amount_fen, total_fen as left_before from sandbox.payment where paid_at >= $1 and paid_at < $2
     union all
     select 'refund', r.settles_at, p.transaction_id, p.out_trade_no, r.refund_id, r.out_refund_no, p.trade_type, p.payer_openid, p.description, r.refund_fen,
       p.total_fen - coalesce((select sum(b.refund_fen) from sandbox.refund b where b.out_trade_no = r.out_trade_no and b.outcome = 'SUCCESS'
         and (b.settles_at, b.refund_id) < (r.settles_at, r.refund_id)), 0)::bigint
     from sandbox.refund r join sandbox.payment p using (out_trade_no) where r.outcome = 'SUCCESS' and r.settles_at >= $1 and r.settles_at < $2
     order by at, refund_id, transaction_id`,
    [from, to],
  )
  const lines = rows.map((row) => lineOf(row, feeBps))
  return edited(lines, await readEdits(db), from, to)
}

interface PaidRow {
  readonly what: 'payment' | 'refund'
  readonly at: Date
  readonly transaction_id: string
  readonly out_trade_no: string
  readonly refund_id: string
  readonly out_refund_no: string
  readonly trade_type: string
  readonly payer_openid: string | null
  readonly description: string
  readonly amount_fen: number
  readonly left_before: number
}

/** A refund gives back the part of the fee that is no longer due: whole when all went back. */
function lineOf(row: PaidRow, feeBps: number): TradeLine {
  const before = feeOf(row.left_before, feeBps)
  return {
    what: row.what,
    at: row.at,
    transactionId: row.transaction_id,
    outTradeNo: row.out_trade_no,
    refundId: row.refund_id,
    outRefundNo: row.out_refund_no,
    tradeType: row.trade_type,
    openid: row.payer_openid ?? '',
    description: row.description,
    amountFen: row.amount_fen,
    feeFen: row.what === 'payment' ? before : feeOf(row.left_before - row.amount_fen, feeBps) - before,
  }
}

function edited(lines: readonly TradeLine[], edits: readonly BillEdit[], from: Date, to: Date): TradeLine[] {
  const numberOf = (line: TradeLine) => (line.what === 'payment' ? line.outTradeNo : line.outRefundNo)
  const kept = lines.flatMap((line): TradeLine[] => {
    const mine = edits.filter((edit) => edit.number === numberOf(line))
    if (mine.some((edit) => edit.kind === 'omit')) return []
    const change = mine.find((edit) => edit.kind === 'change')
    return [change ? { ...line, amountFen: change.amount_fen ?? line.amountFen } : line]
  })
  const added = edits.filter((edit) => edit.kind === 'add' && edit.at && edit.at >= from && edit.at < to)
  return [...kept, ...added.map(addedLine)].sort((a, b) => a.at.getTime() - b.at.getTime())
}

const addedLine = (edit: BillEdit): TradeLine => ({
  what: edit.what ?? 'payment',
  at: edit.at as Date,
  transactionId: edit.what === 'refund' ? `42000${digits(23)}` : (edit.provider_no ?? ''),
  outTradeNo: edit.number,
  refundId: edit.what === 'refund' ? (edit.provider_no ?? '') : '',
  outRefundNo: edit.what === 'refund' ? edit.number : '',
  tradeType: 'NATIVE',
  openid: '',
  description: edit.words ?? '',
  amountFen: edit.amount_fen ?? 0,
  feeFen: 0,
})

export const readEdits = (db: Queryable) =>
  db.query<BillEdit>(
    'sandbox.readEdits',
    'select kind, number, what, provider_no, amount_fen, at, words from sandbox.bill_edit order by seq',
  )

export const insertEdit = (db: Queryable, edit: BillEdit) =>
  db.query(
    'sandbox.insertEdit',
    'insert into sandbox.bill_edit (kind, number, what, provider_no, amount_fen, at, words) values ($1, $2, $3, $4, $5, $6, $7)',
    [edit.kind, edit.number, edit.what, edit.provider_no, edit.amount_fen, edit.at, edit.words],
  )

export const clearEdits = (db: Queryable) => db.query('sandbox.clearEdits', 'delete from sandbox.bill_edit')

/** What the merchant's account holds at a moment: payments less what went back, less fees of the rest, less payouts. */
export async function balanceAt(db: Queryable, at: Date): Promise<number> {
  const [row] = await db.query<{ fen: number }>(
    'sandbox.balanceAt',
    `select (coalesce(sum(kept - (kept * t.fee_bps + 5000) / 10000), 0) - (select coalesce(sum(amount_fen), 0) from sandbox.withdrawal where made_at < $1))::bigint as fen
     from (select p.total_fen - coalesce((select sum(refund_fen) from sandbox.refund r where r.out_trade_no = p.out_trade_no and r.outcome = 'SUCCESS' and r.settles_at < $1), 0)::bigint as kept
           from sandbox.payment p where p.paid_at < $1) as k cross join (select coalesce(max(fee_bps), 0) as fee_bps from sandbox.terms) as t`,
    [at],
  )
  return row?.fen ?? 0
}

export interface WithdrawalRow {
  readonly withdraw_no: string
  readonly amount_fen: number
  readonly made_at: Date
}

export const withdrawals = (db: Queryable, from: Date, to: Date) =>
  db.query<WithdrawalRow>(
    'sandbox.withdrawals',
    'select withdraw_no, amount_fen, made_at from sandbox.withdrawal where made_at >= $1 and made_at < $2 order by made_at',
    [from, to],
  )

export const insertWithdrawal = (db: Queryable, amountFen: number, at: Date, morning: string | null) =>
  db.query<WithdrawalRow>(
    'sandbox.insertWithdrawal',
    `insert into sandbox.withdrawal (withdraw_no, amount_fen, made_at, morning) values ($1, $2, $3, $4) on conflict do nothing
     returning withdraw_no, amount_fen, made_at`,
    [`${morning?.replaceAll('-', '') ?? '9'}${digits(20)}`, amountFen, at, morning],
  )

/** The first morning that nobody has looked at yet. */
export const nextMorning = (db: Queryable) =>
  db.query<{ day: string | null }>(
    'sandbox.nextMorning',
    `select coalesce((select max(morning) + 1 from sandbox.withdrawal),
       (select (min(paid_at) at time zone 'Asia/Shanghai')::date + 1 from sandbox.payment)) as day`,
  )

export interface PaidOutRow {
  readonly out_bill_no: string
  readonly transfer_bill_no: string
  readonly amount_fen: number
  readonly remark: string
  readonly ended_at: Date
}

export const transfersPaid = (db: Queryable, from: Date, to: Date) =>
  db.query<PaidOutRow>(
    'sandbox.transfersPaid',
    `select out_bill_no, transfer_bill_no, amount_fen, remark, ended_at from sandbox.transfer
     where state = 'SUCCESS' and ended_at >= $1 and ended_at < $2 order by ended_at, transfer_bill_no`,
    [from, to],
  )
