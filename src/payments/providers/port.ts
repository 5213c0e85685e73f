import type { BillTimes, ProviderBill } from './port-bills.ts'
import type { ProfitSharing } from './port-sharing.ts'

/**
 * What the payments room asks of any payment provider. WeChat Pay is one folder beside this file; Alipay and Stripe
 * each become one more. Money is integer fen of the installation's currency, times are `Date`.
 *
 * Two errors and no third: {@link ProviderUnknown} when nobody can say what happened (it never becomes a failure or a
 * success by itself, only {@link PaymentProvider.query} resolves it), and {@link ProviderRefused} when the provider
 * itself, provably, said no.
 */
export interface PaymentProvider {
  /** Stable lower-case name, stored with every intent: `wechatpay`, `alipay`… */
  readonly name: string
  /** The only answer to a notification that makes this provider stop sending it again. */
  readonly acceptance: NotificationAnswer
  /** Registers the payment and returns what the payer's device needs. Safe to repeat with equal input. */
  start(payment: StartPayment): Promise<{ cashier: Cashier }>
  /** What the provider knows now. An intent that never reached it is `unknown_order`, not an error. */
  query(intentNo: string): Promise<ProviderPayment>
  /** After it returns nobody can pay this intent any more. Refuses (`paid: true`) if somebody already has. */
  close(intentNo: string): Promise<void>
  /** Asks for a refund. On an unknown outcome repeat it with the same `refundNo`: one number moves money once. */
  refund(refund: StartRefund): Promise<ProviderRefund>
  /** A refund that never reached the provider is `unknown_refund`, not an error. */
  queryRefund(refundNo: string): Promise<ProviderRefund>
  /**
   * Pays out to a person, who confirms it in the provider's own app. On an unknown outcome repeat it with the same
   * `billNo`: one number moves money once.
   */
  transfer(transfer: StartTransfer): Promise<ProviderTransfer>
  /** A transfer that never reached the provider is `unknown_transfer`, not an error. */
  queryTransfer(billNo: string): Promise<ProviderTransfer>
  /**
   * Proves that the provider sent these exact bytes, now, to this merchant and app.
   * The caller still compares order, amount and currency with its own intent. Throws {@link ForgedNotification}.
   */
  verifyNotification(notification: RawNotification): VerifiedNotification
  readonly billTimes: BillTimes
  /** Everything that it says of one of its days, proven by its digests. Throws {@link BillNotReady} while it is made. */
  bill(day: string): Promise<ProviderBill>
  /** Where the provider can split what a payment brought. The house itself does not: it is the seller of record. */
  readonly sharing?: ProfitSharing
}

export type Channel = 'jsapi' | 'h5' | 'native'

export interface StartPayment {
  /** Our number: 6 to 32 of `0-9 a-z A-Z _ - | *`, one for ever. */
  intentNo: string
  amountFen: number
  currency: string
  /** What the payer reads; cut by the provider to its own limit. */
  description: string
  /** The provider takes no money later than this, or than one minute after the start if that is later (WeChat Pay). */
  expiresAt: Date
  channel: Channel
  /** Freezes what comes in until it is split or released; absent, nothing can be split. */
  mayShare?: boolean
  /** Required for `jsapi`. */
  payerOpenid?: string
  /** Required by WeChat Pay for `h5`; it is shown to their risk control only. */
  payerIp?: string
  /** Where the payer's browser goes afterwards. Proves nothing: anybody can open it. */
  returnUrl: string
  notifyUrl: string
}

export type Cashier =
  | { kind: 'redirect'; url: string }
  | { kind: 'qr'; codeUrl: string }
  | { kind: 'jsapi'; params: Readonly<Record<string, string>> }

export type PaymentState = 'succeeded' | 'not_paid' | 'paying' | 'closed' | 'failed' | 'refunded' | 'unknown_order'

export interface ProviderPayment {
  intentNo: string
  /** `refunded` was paid first: money came in and, at least in part, went back. */
  state: PaymentState
  providerTxn: string | null
  amountFen: number | null
  currency: string | null
  paidAt: Date | null
  /** The provider's name for the payer (an openid); personal data. */
  payer: string | null
}

export interface StartRefund {
  /** Our number, one for ever: ≤ 64 of `0-9 a-z A-Z _ - | * @`. */
  refundNo: string
  intentNo: string
  amountFen: number
  /** What the whole intent was; the provider compares. */
  totalFen: number
  currency?: string
  reason: string
  notifyUrl: string
}

export type RefundState = 'processing' | 'succeeded' | 'closed' | 'abnormal' | 'unknown_refund'

export interface ProviderRefund {
  refundNo: string
  intentNo: string | null
  /** `abnormal`: the payer's account did not take it, a person must act; `closed`: it will not happen. */
  state: RefundState
  providerRefund: string | null
  amountFen: number | null
  succeededAt: Date | null
}

export interface StartTransfer {
  /** Our number, one for ever: at most 32 letters and digits. */
  billNo: string
  amountFen: number
  /** The provider's name for who is paid (an openid). */
  payee: string
  /** Needed by WeChat Pay from 2,000 CNY; sent encrypted. */
  payeeName: string
  remark: string
  /** What the payee does and what for: WeChat Pay asks for both with commission (scene 1005). */
  post: string
  description: string
  notifyUrl: string
}

/** `confirming`: the payee must still say yes; `processing`: on its way. */
export type TransferState = 'processing' | 'confirming' | 'succeeded' | 'failed' | 'cancelled' | 'unknown_transfer'

export interface ProviderTransfer {
  billNo: string
  state: TransferState
  providerBill: string | null
  amountFen: number | null
  /** What the payee's app needs to ask for confirmation. */
  confirmPackage: string | null
  failReason: string | null
}

export interface RawNotification {
  headers: Readonly<Record<string, string | string[] | undefined>>
  /** The bytes as received. A body that was parsed and written again does not verify. */
  rawBody: Uint8Array | string
  now: Date
}

export type VerifiedNotification =
  | { notificationId: string; kind: 'payment'; payment: ProviderPayment }
  | { notificationId: string; kind: 'refund'; refund: ProviderRefund }
  | { notificationId: string; kind: 'transfer'; transfer: ProviderTransfer }
  /** Genuine, but of a kind that this port does not read: keep it, accept it, change nothing. */
  | { notificationId: string; kind: 'other'; event: string }

export interface NotificationAnswer {
  status: number
  contentType: string
  body: string
}

export type ForgeryReason = 'headers' | 'stale' | 'serial' | 'signature' | 'malformed' | 'decrypt' | 'merchant' | 'app'

/** Somebody who is not the provider, or not for us, sent this. Nothing in it may be believed or acted upon. */
export class ForgedNotification extends Error {
  override readonly name = 'ForgedNotification'
  readonly reason: ForgeryReason

  constructor(reason: ForgeryReason) {
    super(`notification refused: ${reason}`)
    this.reason = reason
  }
}

export type UnknownReason =
  | 'timeout'
  | 'unreachable'
  | 'provider_error'
  | 'unsigned'
  | 'forged'
  | 'malformed'
  | 'foreign'

/** The outcome is not known: the request may or may not have taken effect. Ask later with the same number. */
export class ProviderUnknown extends Error {
  override readonly name = 'ProviderUnknown'
  readonly reason: UnknownReason
  /** For the log and the operator only; it is not proven to come from the provider. */
  readonly detail: string

  constructor(reason: UnknownReason, detail = '', cause?: unknown) {
    super(`provider outcome unknown: ${reason}${detail ? ` (${detail})` : ''}`, { cause })
    this.reason = reason
    this.detail = detail
  }
}

/** The provider itself, signed, said no: the request had no effect. */
export class ProviderRefused extends Error {
  override readonly name = 'ProviderRefused'
  readonly status: number
  /** The provider's own code, for instance `NOT_ENOUGH`. */
  readonly code: string
  readonly providerMessage: string
  /** True when only the moment was wrong (rate limit): repeat the same request later. */
  readonly retryable: boolean
  /** True when it was refused because the intent is already paid: query it. */
  readonly paid: boolean

  constructor(answer: { status: number; code: string; message: string; retryable?: boolean; paid?: boolean }) {
    super(`provider refused: ${answer.code} (${answer.status}) ${answer.message}`)
    this.status = answer.status
    this.code = answer.code
    this.providerMessage = answer.message
    this.retryable = answer.retryable ?? false
    this.paid = answer.paid ?? false
  }
}
