import { record, text } from '../wechatpay/answers.ts'
import type { OpenedConfig } from '../wechatpay/config.ts'
import { isWithinWindow } from '../wechatpay/proof.ts'
import { isSignedBy, message, readAuthorization } from '../wechatpay/signature.ts'
import type { SandboxKeys } from './keys.ts'
import type { TradeType } from './sql.ts'
import { WechatError } from './wechat-error.ts'

const OUT_TRADE_NO = /^[0-9A-Za-z_\-|*]{6,32}$/
const OUT_REFUND_NO = /^[0-9A-Za-z_\-|*@]{1,64}$/
const LONGEST_DESCRIPTION = 127
const LONGEST_URL = 255
const LONGEST_REASON_BYTES = 80
const LARGEST_FEN = 1_000_000_000

/** 401 `SIGN_ERROR` unless our merchant signed exactly this method, address and body, now. */
export function checkSignature(keys: SandboxKeys, now: Date, request: SignedRequest): void {
  const stated = readAuthorization(request.authorization)
  if (!stated)
    throw new WechatError(401, 'SIGN_ERROR', 'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》')
  const { mchid, serialNo, timestamp, nonce, signature } = stated
  if (mchid !== keys.merchant.mchid) throw new WechatError(401, 'SIGN_ERROR', '商户号不存在')
  if (serialNo !== keys.merchant.serialNo) throw new WechatError(401, 'SIGN_ERROR', '商户证书序列号有误')
  if (!isWithinWindow(timestamp, now))
    throw new WechatError(401, 'SIGN_ERROR', 'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟')
  const signed = message(request.method, request.url, timestamp, nonce, request.body)
  if (!isSignedBy(keys.merchant.publicKey, signed, signature)) throw new WechatError(401, 'SIGN_ERROR', '签名错误')
}

export interface SignedRequest {
  method: string
  /** Path and query as they were sent. */
  url: string
  body: Uint8Array
  authorization: string
}

/** The order's fields as they will be stored, or `PARAM_ERROR` and its kin. */
export function readPrepay(merchant: Pick<OpenedConfig, 'mchid' | 'appid'>, tradeType: TradeType, body: unknown) {
  const fields = record(body)
  const amount = record(fields.amount)
  if (fields.mchid !== merchant.mchid) throw new WechatError(400, 'MCH_NOT_EXISTS', '商户号不存在')
  if (fields.appid !== merchant.appid) throw new WechatError(400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配')
  const openid = text(record(fields.payer).openid)
  if (tradeType === 'JSAPI' && !openid) throw wrong('/body/payer/openid')
  if (tradeType === 'MWEB' && !text(record(fields.scene_info).payer_client_ip)) throw wrong('/body/scene_info')
  const currency = amount.currency ?? 'CNY'
  if (currency !== 'CNY') throw wrong('/body/amount/currency')
  const askedExpire = text(fields.time_expire)
  const expiresAt = askedExpire === null ? null : new Date(askedExpire)
  if (expiresAt && Number.isNaN(expiresAt.getTime())) throw wrong('/body/time_expire')
  return {
    out_trade_no: matching(fields.out_trade_no, OUT_TRADE_NO, '/body/out_trade_no'),
    description: short(fields.description, LONGEST_DESCRIPTION, '/body/description'),
    total_fen: fen(amount.total, '/body/amount/total'),
    currency,
    notify_url: notifyUrl(fields.notify_url),
    payer_openid: openid,
    shares: record(fields.settle_info).profit_sharing === true,
    asked_expire: askedExpire,
    expiresAt,
  }
}

export function readRefundRequest(body: unknown) {
  const fields = record(body)
  const amount = record(fields.amount)
  const reason = text(fields.reason) ?? ''
  if (Buffer.byteLength(reason) > LONGEST_REASON_BYTES) throw wrong('/body/reason')
  if (amount.currency !== 'CNY') throw wrong('/body/amount/currency')
  return {
    outTradeNo: matching(fields.out_trade_no, OUT_TRADE_NO, '/body/out_trade_no'),
    outRefundNo: matching(fields.out_refund_no, OUT_REFUND_NO, '/body/out_refund_no'),
    refundFen: fen(amount.refund, '/body/amount/refund'),
    totalFen: fen(amount.total, '/body/amount/total'),
    reason,
    notifyUrl: fields.notify_url === undefined ? null : notifyUrl(fields.notify_url),
  }
}

/** Without parameters, as WeChat Pay asks; http only where nothing leaves the machine, which is here. */
function notifyUrl(value: unknown): string {
  const url = short(value, LONGEST_URL, '/body/notify_url')
  if (!/^https?:\/\/[^?#\s]+$/.test(url)) throw wrong('/body/notify_url')
  return url
}

function matching(value: unknown, pattern: RegExp, where: string): string {
  if (typeof value !== 'string' || !pattern.test(value)) throw wrong(where)
  return value
}

function short(value: unknown, longest: number, where: string): string {
  if (typeof value !== 'string' || value === '' || [...value].length > longest) throw wrong(where)
  return value
}

function fen(value: unknown, where: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 1 || (value as number) > LARGEST_FEN) throw wrong(where)
  return value as number
}

function wrong(where: string): WechatError {
  return new WechatError(400, 'PARAM_ERROR', `输入源“${where}”规则校验失败`)
}
