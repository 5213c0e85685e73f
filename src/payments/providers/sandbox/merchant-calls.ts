import { createHash } from 'node:crypto'
import type { Clock } from '../../../platform/clock.ts'
import { type Queryable, violates } from '../../../platform/db.ts'
import {
  newPrepayId,
  newRefundId,
  newTransactionId,
  paymentNotification,
  refundNotification,
  refundOf,
  tradeState,
  transactionOf,
} from './content.ts'
import type { Faults } from './faults.ts'
import type { Merchant } from './keys.ts'
import { readPrepay, readRefundRequest } from './merchant-requests.ts'
import * as sql from './sql.ts'
import { WechatError } from './wechat-error.ts'

/** What the platform's side works with. */
export interface Desk {
  db: Queryable
  clock: Clock
  merchant: Merchant
  faults: Faults
  publicBase: string
  refundDelayMs: number
  wake: () => void
}

/** At the earliest one minute after the order, as WeChat Pay does; a week where nothing was asked. */
const SHORTEST_LIFE_MS = 60_000
const DEFAULT_LIFE_MS = 7 * 24 * 3_600_000

/** POST /v3/pay/transactions/{jsapi,h5,native}. The same request again gets the same prepay id. */
export async function prepay(desk: Desk, tradeType: sql.TradeType, body: unknown): Promise<object> {
  const asked = readPrepay(desk.merchant, tradeType, body)
  const now = desk.clock.now()
  const earliestEnd = now.getTime() + SHORTEST_LIFE_MS
  const wanted = asked.expiresAt?.getTime() ?? now.getTime() + DEFAULT_LIFE_MS
  const { expiresAt: _, ...fields } = asked
  const row = await sql.insertOrFindPayment(desk.db, {
    ...fields,
    prepay_id: newPrepayId(),
    trade_type: tradeType,
    payable_until: new Date(Math.max(wanted, earliestEnd)),
    created_at: now,
  })
  if (row.state === 'SUCCESS') throw new WechatError(400, 'ORDERPAID', '该订单已支付')
  if (tradeState(row, now) === 'CLOSED') throw new WechatError(400, 'ORDER_CLOSED', '该订单已关闭')
  const same = Object.entries(fields).every(([name, value]) => row[name as keyof sql.PaymentRow] === value)
  if (!same || row.trade_type !== tradeType) throw new WechatError(403, 'OUT_TRADE_NO_USED', '商户订单号重复')
  const cashier = `${desk.publicBase}/cashier/${row.prepay_id}`
  return { JSAPI: { prepay_id: row.prepay_id }, MWEB: { h5_url: cashier }, NATIVE: { code_url: cashier } }[tradeType]
}

export async function queryPayment(desk: Desk, outTradeNo: string): Promise<object> {
  const row = await sql.findPayment(desk.db, outTradeNo)
  if (row?.out_trade_no !== outTradeNo) throw new WechatError(404, 'ORDER_NOT_EXIST', '订单不存在')
  return transactionOf(desk.merchant, row, desk.clock.now())
}

export async function closePayment(desk: Desk, outTradeNo: string): Promise<null> {
  if (await sql.setUnpaidState(desk.db, outTradeNo, 'CLOSED', desk.clock.now())) return null
  const row = await sql.findPayment(desk.db, outTradeNo)
  if (row?.out_trade_no !== outTradeNo) throw new WechatError(404, 'ORDER_NOT_EXIST', '订单不存在')
  if (row.state === 'SUCCESS') throw new WechatError(400, 'ORDERPAID', '该订单已支付')
  return null
}

/** Takes the (imaginary) money as the payer's phone would. False when it could not be taken; the state says why. */
export async function pay(desk: Desk, row: sql.PaymentRow, openid?: string): Promise<boolean> {
  const at = desk.clock.now()
  const paid = {
    ...row,
    state: 'SUCCESS' as const,
    transaction_id: newTransactionId(),
    payer_openid: row.payer_openid ?? openid ?? somebody(row.out_trade_no),
    paid_at: at,
  }
  const took = await sql.payAndNotify(desk.db, {
    outTradeNo: row.out_trade_no,
    transactionId: paid.transaction_id,
    openid: paid.payer_openid,
    at,
    notification: paymentNotification(desk.merchant, paid, at),
  })
  if (took) desk.wake()
  return took
}

/** A payer whom nobody named: each payment has its own. */
const somebody = (outTradeNo: string): string =>
  `oSANDBOX${createHash('sha256').update(outTradeNo).digest('hex').slice(0, 20)}`

/** POST /v3/refund/domestic/refunds. One number moves money once; the sum never exceeds what was paid. */
export async function refund(desk: Desk, body: unknown): Promise<object> {
  const asked = readRefundRequest(body)
  const payment = await sql.findPayment(desk.db, asked.outTradeNo)
  if (payment?.out_trade_no !== asked.outTradeNo) throw new WechatError(404, 'RESOURCE_NOT_EXISTS', '订单不存在')
  const known = await sql.findRefund(desk.db, asked.outRefundNo)
  if (known) return repeated(desk, payment, known, asked)
  if (payment.state !== 'SUCCESS') throw new WechatError(403, 'TRADE_ERROR', '订单未支付')
  if (payment.total_fen !== asked.totalFen) {
    throw new WechatError(400, 'INVALID_REQUEST', '订单金额或退款金额与之前请求不一致，请核实后再试')
  }
  const made = newRefund(desk, asked)
  try {
    const notification = refundNotification(desk.merchant, payment, made)
    if (!(await sql.refundAndNotify(desk.db, { refund: made, notification }))) throw tooMuch()
  } catch (error) {
    if (!violates(error, 'refund_pkey')) throw error
    return repeated(desk, payment, (await sql.findRefund(desk.db, asked.outRefundNo)) as sql.RefundRow, asked)
  }
  desk.wake()
  return refundOf(payment, made, desk.clock.now())
}

export async function queryRefund(desk: Desk, outRefundNo: string): Promise<object> {
  const row = await sql.findRefund(desk.db, outRefundNo)
  if (!row) throw new WechatError(404, 'RESOURCE_NOT_EXISTS', '退款单不存在')
  const payment = (await sql.findPayment(desk.db, row.out_trade_no)) as sql.PaymentRow
  return refundOf(payment, row, desk.clock.now())
}

type RefundRequest = ReturnType<typeof readRefundRequest>

function newRefund(desk: Desk, asked: RefundRequest): sql.RefundRow {
  const now = desk.clock.now()
  const faults = desk.faults.take('refund', { order: asked.outTradeNo })
  const outcome = faults.has('abnormal') ? 'ABNORMAL' : faults.has('closed') ? 'CLOSED' : 'SUCCESS'
  return {
    out_refund_no: asked.outRefundNo,
    refund_id: newRefundId(),
    out_trade_no: asked.outTradeNo,
    refund_fen: asked.refundFen + (faults.get('amount')?.fen ?? 0),
    reason: asked.reason,
    notify_url: asked.notifyUrl,
    created_at: now,
    settles_at: new Date(now.getTime() + desk.refundDelayMs),
    outcome,
  }
}

function repeated(desk: Desk, payment: sql.PaymentRow, known: sql.RefundRow, asked: RefundRequest): object {
  const same =
    known.out_trade_no === asked.outTradeNo &&
    known.refund_fen === asked.refundFen &&
    payment.total_fen === asked.totalFen
  if (!same) throw new WechatError(400, 'INVALID_REQUEST', '订单金额或退款金额与之前请求不一致，请核实后再试')
  return refundOf(payment, known, desk.clock.now())
}

function tooMuch(): WechatError {
  return new WechatError(400, 'INVALID_REQUEST', '申请退款金额大于可退金额，或超过 50 次部分退款')
}
