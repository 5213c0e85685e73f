import type { PaymentState, ProviderPayment, ProviderRefund, RefundState } from '../port.ts'

/**
 * WeChat Pay's words for a transaction and a refund, read into ours. The same shapes come in answers and, decrypted,
 * in notifications; where one calls it `status` and the other `refund_status`, both are read.
 * Sources: https://pay.weixin.qq.com/doc/v3/merchant/4013070356 (query), https://pay.weixin.qq.com/doc/v3/partner/4012709253 (refund).
 */
export interface Transaction {
  payment: ProviderPayment
  mchid: string | null
  appid: string | null
}

const PAYMENT_STATES: Readonly<Record<string, PaymentState>> = {
  SUCCESS: 'succeeded',
  REFUND: 'refunded',
  NOTPAY: 'not_paid',
  USERPAYING: 'paying',
  ACCEPT: 'paying',
  CLOSED: 'closed',
  REVOKED: 'closed',
  PAYERROR: 'failed',
}

const REFUND_STATES: Readonly<Record<string, RefundState>> = {
  SUCCESS: 'succeeded',
  PROCESSING: 'processing',
  CLOSED: 'closed',
  ABNORMAL: 'abnormal',
}

/** Null when it is not a transaction, or names a state that we do not know. */
export function readTransaction(value: unknown): Transaction | null {
  const fields = record(value)
  const amount = record(fields.amount)
  const intentNo = text(fields.out_trade_no)
  const state = PAYMENT_STATES[text(fields.trade_state) ?? '']
  if (!intentNo || !state) return null
  const payment = {
    intentNo,
    state,
    providerTxn: text(fields.transaction_id),
    amountFen: fen(amount.total),
    currency: text(amount.currency),
    paidAt: time(fields.success_time),
    payer: text(record(fields.payer).openid),
  }
  if (hasMoney(state) && !(payment.providerTxn && payment.amountFen && payment.currency && payment.paidAt)) return null
  return { payment, mchid: text(fields.mchid), appid: text(fields.appid) }
}

/** Null when it is not a refund, or names a state that we do not know. */
export function readRefund(value: unknown): { refund: ProviderRefund; mchid: string | null } | null {
  const fields = record(value)
  const refundNo = text(fields.out_refund_no)
  const state = REFUND_STATES[text(fields.status) ?? text(fields.refund_status) ?? '']
  const amountFen = fen(record(fields.amount).refund)
  if (!refundNo || !state || amountFen === null) return null
  const refund = {
    refundNo,
    intentNo: text(fields.out_trade_no),
    state,
    providerRefund: text(fields.refund_id),
    amountFen,
    succeededAt: time(fields.success_time),
  }
  return { refund, mchid: text(fields.mchid) }
}

export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

export function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function hasMoney(state: PaymentState): boolean {
  return state === 'succeeded' || state === 'refunded'
}

function fen(value: unknown): number | null {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null
}

function time(value: unknown): Date | null {
  const at = new Date(text(value) ?? Number.NaN)
  return Number.isNaN(at.getTime()) ? null : at
}
