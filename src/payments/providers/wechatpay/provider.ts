import {
  type Cashier,
  type PaymentProvider,
  type ProviderPayment,
  type ProviderRefund,
  ProviderRefused,
  ProviderUnknown,
  type StartPayment,
  type StartRefund,
} from '../port.ts'
import { readRefund, readTransaction, record, text } from './answers.ts'
import { BILL_TIMES, fetchBill } from './bills.ts'
import { type ClientSurroundings, openClient, openFiles, type SendCall } from './client.ts'
import { type OpenedConfig, openConfig, type WechatPayConfig } from './config.ts'
import { verifyNotification } from './notification.ts'
import { profitSharing } from './sharing.ts'
import { message, newNonce, signMessage } from './signature.ts'
import { queryTransfer, startTransfer } from './transfer.ts'

const LONGEST_DESCRIPTION_BYTES = 127
const LONGEST_REASON_BYTES = 80
const ALREADY_CLOSED = new Set(['ORDER_CLOSED', 'ORDERCLOSED'])
const NO_SUCH_ORDER = new Set(['ORDER_NOT_EXIST', 'ORDERNOTEXIST'])
const NO_SUCH_REFUND = new Set(['RESOURCE_NOT_EXISTS', 'REFUNDNOTEXIST'])

/**
 * WeChat Pay v3 for a merchant of its own. The sandbox is reached through this same code; only `baseUrl` and the keys
 * differ. Source: https://pay.weixin.qq.com/doc/v3/merchant/4012791856 and its neighbours.
 */
export function wechatPay(config: WechatPayConfig, surroundings: ClientSurroundings): PaymentProvider {
  const opened = openConfig(config)
  const send = openClient(opened, surroundings)
  const fetchFile = openFiles(opened, surroundings)
  return {
    name: 'wechatpay',
    acceptance: { status: 200, contentType: 'application/json', body: '' },
    start: async (payment) => ({ cashier: await start(opened, send, surroundings.now, payment) }),
    query: (intentNo) => query(opened, send, intentNo),
    close: (intentNo) => close(opened, send, intentNo),
    refund: (refund) => startRefund(send, refund),
    queryRefund: (refundNo) => queryRefund(send, refundNo),
    transfer: (transfer) => startTransfer(opened, send, transfer),
    queryTransfer: (billNo) => queryTransfer(opened, send, billNo),
    verifyNotification: (raw) => verifyNotification(opened, raw),
    billTimes: BILL_TIMES,
    sharing: profitSharing(opened, send),
    bill: (day) => fetchBill(send, fetchFile, day),
  }
}

async function start(config: OpenedConfig, send: SendCall, now: () => Date, payment: StartPayment): Promise<Cashier> {
  const body = prepayBody(config, payment)
  const answer = record(await send({ method: 'POST', path: `/v3/pay/transactions/${payment.channel}`, body }))
  switch (payment.channel) {
    case 'h5':
      return { kind: 'redirect', url: withReturn(needed(answer.h5_url), payment.returnUrl) }
    case 'native':
      return { kind: 'qr', codeUrl: needed(answer.code_url) }
    case 'jsapi':
      return { kind: 'jsapi', params: await jsapiParams(config, now(), needed(answer.prepay_id)) }
  }
}

function prepayBody(config: OpenedConfig, payment: StartPayment): object {
  return {
    appid: config.appid,
    mchid: config.mchid,
    description: cut(payment.description, LONGEST_DESCRIPTION_BYTES),
    out_trade_no: payment.intentNo,
    time_expire: chinaTime(payment.expiresAt),
    notify_url: payment.notifyUrl,
    amount: { total: payment.amountFen, currency: payment.currency },
    ...(payment.mayShare && { settle_info: { profit_sharing: true } }),
    ...(payment.channel === 'jsapi' && { payer: { openid: payment.payerOpenid } }),
    ...(payment.channel === 'h5' && {
      scene_info: { payer_client_ip: payment.payerIp ?? '127.0.0.1', h5_info: { type: 'Wap' } },
    }),
  }
}

/** `wx.requestPayment` and WeixinJSBridge take these as they are; `package` keeps its odd name and form. */
async function jsapiParams(config: OpenedConfig, now: Date, prepayId: string): Promise<Record<string, string>> {
  const timeStamp = String(Math.floor(now.getTime() / 1000))
  const nonceStr = newNonce()
  const pack = `prepay_id=${prepayId}`
  const paySign = await signMessage(message(config.appid, timeStamp, nonceStr, pack), config.privateKey)
  return { appId: config.appid, timeStamp, nonceStr, package: pack, signType: 'RSA', paySign }
}

async function query(config: OpenedConfig, send: SendCall, intentNo: string): Promise<ProviderPayment> {
  const path = `${orderPath(intentNo)}?mchid=${config.mchid}`
  const answer = await send({ method: 'GET', path }).catch((error: unknown) => {
    if (error instanceof ProviderRefused && NO_SUCH_ORDER.has(error.code)) return null
    throw error
  })
  if (answer === null) return unknownOrder(intentNo)
  const found = readTransaction(answer)
  if (!found) throw new ProviderUnknown('malformed', 'not a transaction')
  // A signature covers no request, so a signed answer about another order could be played back as this one's.
  if (found.payment.intentNo !== intentNo || found.mchid !== config.mchid || found.appid !== config.appid) {
    throw new ProviderUnknown('foreign', `answer about ${found.payment.intentNo}`)
  }
  return found.payment
}

/** An intent that was closed before is closed: asking twice is no error. */
async function close(config: OpenedConfig, send: SendCall, intentNo: string): Promise<void> {
  const call = { method: 'POST' as const, path: `${orderPath(intentNo)}/close`, body: { mchid: config.mchid } }
  await send(call).catch((error: unknown) => {
    if (!(error instanceof ProviderRefused && ALREADY_CLOSED.has(error.code))) throw error
  })
}

async function startRefund(send: SendCall, refund: StartRefund): Promise<ProviderRefund> {
  const body = {
    out_trade_no: refund.intentNo,
    out_refund_no: refund.refundNo,
    reason: cut(refund.reason, LONGEST_REASON_BYTES),
    notify_url: refund.notifyUrl,
    amount: { refund: refund.amountFen, total: refund.totalFen, currency: refund.currency ?? 'CNY' },
  }
  return refundIn(await send({ method: 'POST', path: '/v3/refund/domestic/refunds', body }), refund.refundNo)
}

async function queryRefund(send: SendCall, refundNo: string): Promise<ProviderRefund> {
  const path = `/v3/refund/domestic/refunds/${encodeURIComponent(refundNo)}`
  const answer = await send({ method: 'GET', path }).catch((error: unknown) => {
    if (error instanceof ProviderRefused && NO_SUCH_REFUND.has(error.code)) return null
    throw error
  })
  return answer === null ? unknownRefund(refundNo) : refundIn(answer, refundNo)
}

function refundIn(answer: unknown, refundNo: string): ProviderRefund {
  const found = readRefund(answer)
  if (!found) throw new ProviderUnknown('malformed', 'not a refund')
  if (found.refund.refundNo !== refundNo) throw new ProviderUnknown('foreign', `answer about ${found.refund.refundNo}`)
  return found.refund
}

function unknownOrder(intentNo: string): ProviderPayment {
  const nothing = { providerTxn: null, amountFen: null, currency: null, paidAt: null, payer: null }
  return { intentNo, state: 'unknown_order', ...nothing }
}

function unknownRefund(refundNo: string): ProviderRefund {
  const nothing = { intentNo: null, providerRefund: null, amountFen: null, succeededAt: null }
  return { refundNo, state: 'unknown_refund', ...nothing }
}

function orderPath(intentNo: string): string {
  return `/v3/pay/transactions/out-trade-no/${encodeURIComponent(intentNo)}`
}

function needed(value: unknown): string {
  const found = text(value)
  if (!found) throw new ProviderUnknown('malformed', 'prepay answer lacks its field')
  return found
}

/** The return address is no field of the order: the merchant appends it to the answer. */
function withReturn(h5Url: string, returnUrl: string): string {
  return `${h5Url}${h5Url.includes('?') ? '&' : '?'}redirect_url=${encodeURIComponent(returnUrl)}`
}

/** WeChat Pay counts UTF-8 bytes, so 42 Chinese characters fill a description; a character is never cut in half. */
function cut(words: string, bytes: number): string {
  let kept = ''
  for (const character of words) {
    if (Buffer.byteLength(kept) + Buffer.byteLength(character) > bytes) break
    kept += character
  }
  return kept
}

/** RFC 3339 in +08:00 without fractions, the only form the API documents. */
function chinaTime(at: Date): string {
  const CHINA_OFFSET_MS = 8 * 3_600_000
  return `${new Date(at.getTime() + CHINA_OFFSET_MS).toISOString().slice(0, 19)}+08:00`
}
