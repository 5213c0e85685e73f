import { randomBytes, randomUUID } from 'node:crypto'
import { digits, type Merchant } from './keys.ts'
import type { NewNotification, PaymentRow, RefundRow } from './sql.ts'

/**
 * The words of WeChat Pay: transactions and refunds as answers carry them, and as notifications carry them encrypted.
 * Source: https://pay.weixin.qq.com/doc/v3/merchant/4013070356, https://pay.weixin.qq.com/doc/v3/partner/4012709253
 */
export function transactionOf(merchant: Merchant, row: PaymentRow, now: Date): object {
  const state = tradeState(row, now)
  const head = {
    appid: merchant.appid,
    mchid: merchant.mchid,
    out_trade_no: row.out_trade_no,
    trade_state: state,
    trade_state_desc: WORDS[state],
  }
  if (row.state !== 'SUCCESS') return { ...head, amount: { total: row.total_fen, currency: row.currency } }
  return {
    ...head,
    transaction_id: row.transaction_id,
    trade_type: row.trade_type,
    bank_type: 'OTHERS',
    attach: '',
    success_time: chinaTime(row.paid_at as Date),
    payer: { openid: row.payer_openid },
    amount: { total: row.total_fen, payer_total: row.total_fen, currency: row.currency, payer_currency: row.currency },
  }
}

export type TradeState = PaymentRow['state'] | 'REFUND'

/** `time_expire` ends paying, not the order: it says NOTPAY a while longer, then the platform closes it by itself. */
export function tradeState(row: PaymentRow, now: Date): TradeState {
  if (row.state === 'SUCCESS' && row.refunds > 0) return 'REFUND'
  const expired = now.getTime() > row.payable_until.getTime() + CLOSES_ITSELF_AFTER_MS
  return expired && (row.state === 'NOTPAY' || row.state === 'USERPAYING') ? 'CLOSED' : row.state
}

export function refundOf(payment: PaymentRow, row: RefundRow, now: Date): object {
  const status = now < row.settles_at ? 'PROCESSING' : row.outcome
  return {
    refund_id: row.refund_id,
    out_refund_no: row.out_refund_no,
    transaction_id: payment.transaction_id,
    out_trade_no: row.out_trade_no,
    channel: 'ORIGINAL',
    user_received_account: '支付用户零钱',
    ...(status === 'SUCCESS' && { success_time: chinaTime(row.settles_at) }),
    create_time: chinaTime(row.created_at),
    status,
    funds_account: 'AVAILABLE',
    amount: { ...refundAmount(payment, row), currency: payment.currency, discount_refund: 0 },
  }
}

export function paymentNotification(merchant: Merchant, paid: PaymentRow, at: Date): NewNotification {
  const content = JSON.stringify(transactionOf(merchant, paid, at))
  return notification('TRANSACTION.SUCCESS', '支付成功', content, paid.notify_url, at, at)
}

/** Sent when the refund settles. Its content names its status `refund_status` and carries no currency. */
export function refundNotification(merchant: Merchant, payment: PaymentRow, row: RefundRow): NewNotification | null {
  if (row.notify_url === null) return null
  const content = JSON.stringify({
    mchid: merchant.mchid,
    out_trade_no: row.out_trade_no,
    transaction_id: payment.transaction_id,
    out_refund_no: row.out_refund_no,
    refund_id: row.refund_id,
    refund_status: row.outcome,
    ...(row.outcome === 'SUCCESS' && { success_time: chinaTime(row.settles_at) }),
    user_received_account: '支付用户零钱',
    amount: refundAmount(payment, row),
  })
  const summary = { SUCCESS: '退款成功', ABNORMAL: '退款异常', CLOSED: '退款关闭' }[row.outcome]
  return notification(`REFUND.${row.outcome}`, summary, content, row.notify_url, row.created_at, row.settles_at)
}

/** Sent when a transfer is over, whichever way. */
export function transferNotification(merchant: Merchant, row: EndedTransfer, at: Date): NewNotification {
  const content = JSON.stringify({
    mch_id: merchant.mchid,
    out_bill_no: row.out_bill_no,
    transfer_bill_no: row.transfer_bill_no,
    transfer_amount: row.amount_fen,
    state: row.state,
    openid: row.openid,
    ...(row.fail_reason && { fail_reason: row.fail_reason }),
    create_time: chinaTime(row.created_at),
    update_time: chinaTime(at),
  })
  return notification('MCHTRANSFER.BILL.FINISHED', '商家转账单据终态通知', content, row.notify_url ?? '', at, at)
}

interface EndedTransfer {
  out_bill_no: string
  transfer_bill_no: string
  amount_fen: number
  state: string
  openid: string
  fail_reason: string | null
  notify_url: string | null
  created_at: Date
}

export function newPrepayId(): string {
  return `wx${digits(16)}${randomBytes(8).toString('hex')}0000`
}

export function newTransactionId(): string {
  return `42000${digits(23)}`
}

export function newRefundId(): string {
  return `503${digits(25)}`
}

const CLOSES_ITSELF_AFTER_MS = 5 * 60_000
const CHINA_OFFSET_MS = 8 * 3_600_000
const WORDS: Readonly<Record<TradeState, string>> = {
  NOTPAY: '订单未支付',
  USERPAYING: '用户支付中',
  SUCCESS: '支付成功',
  REFUND: '转入退款',
  CLOSED: '订单已关闭',
  PAYERROR: '支付失败',
}

export function chinaTime(at: Date): string {
  return `${new Date(at.getTime() + CHINA_OFFSET_MS).toISOString().slice(0, 19)}+08:00`
}

function refundAmount(payment: PaymentRow, row: RefundRow) {
  const { total_fen: total } = payment
  return { total, refund: row.refund_fen, payer_total: total, payer_refund: row.refund_fen }
}

function notification(
  event_type: string,
  summary: string,
  content: string,
  notify_url: string,
  created_at: Date,
  next_at: Date,
) {
  return { id: randomUUID(), event_type, summary, content, notify_url, created_at, next_at }
}
