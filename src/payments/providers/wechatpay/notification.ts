import { ForgedNotification, type RawNotification, type VerifiedNotification } from '../port.ts'
import { ALGORITHM, decrypt } from './aead.ts'
import { readRefund, readTransaction, record, text } from './answers.ts'
import type { OpenedConfig } from './config.ts'
import { faultOf } from './proof.ts'
import { readTransfer } from './transfer.ts'

type NotificationConfig = Pick<OpenedConfig, 'platformKeys' | 'apiV3Key' | 'mchid' | 'appid'>

/**
 * Believes a notification only after signature, serial, time, encryption, merchant and app. It never looks at where
 * the request came from: a `Host: localhost` or a source address is the sender's to choose, and a widely used library
 * skipped the check for exactly that header.
 * Source: https://pay.weixin.qq.com/docs/merchant/apis/h5-payment/payment-notice.html
 */
export function verifyNotification(config: NotificationConfig, raw: RawNotification): VerifiedNotification {
  const { rawBody: body, now } = raw
  const fault = faultOf({ header: (name) => oneValue(raw.headers[name]), body, now }, config.platformKeys)
  if (fault) throw new ForgedNotification(fault)
  const envelope = record(parse(typeof body === 'string' ? body : Buffer.from(body).toString('utf8')))
  const notificationId = text(envelope.id)
  const event = text(envelope.event_type)
  if (!notificationId || !event) throw new ForgedNotification('malformed')
  const content = parse(openResource(envelope.resource, config.apiV3Key))
  if (event.startsWith('TRANSACTION.')) return { notificationId, ...paymentIn(content, config) }
  if (event.startsWith('REFUND.')) return { notificationId, ...refundIn(content, config) }
  if (event.startsWith('MCHTRANSFER.')) return { notificationId, ...transferIn(content, config) }
  return { notificationId, kind: 'other', event }
}

function openResource(value: unknown, apiV3Key: string): string {
  const { algorithm, ciphertext, nonce, associated_data: aad } = record(value)
  if (algorithm !== ALGORITHM || typeof ciphertext !== 'string' || typeof nonce !== 'string') {
    throw new ForgedNotification('malformed')
  }
  try {
    return decrypt({ ciphertext, nonce, associatedData: text(aad) ?? '' }, apiV3Key)
  } catch {
    throw new ForgedNotification('decrypt')
  }
}

function paymentIn(content: unknown, { mchid, appid }: NotificationConfig) {
  const found = readTransaction(content)
  if (!found) throw new ForgedNotification('malformed')
  // WeChat Pay signs for every merchant with the same key: without this line, one's own yuan pays another's order.
  if (found.mchid !== mchid) throw new ForgedNotification('merchant')
  if (found.appid !== appid) throw new ForgedNotification('app')
  return { kind: 'payment' as const, payment: found.payment }
}

/** A refund's content names the merchant but no app. */
function refundIn(content: unknown, { mchid }: NotificationConfig) {
  const found = readRefund(content)
  if (!found) throw new ForgedNotification('malformed')
  if (found.mchid !== mchid) throw new ForgedNotification('merchant')
  return { kind: 'refund' as const, refund: found.refund }
}

function transferIn(content: unknown, { mchid }: NotificationConfig) {
  const found = readTransfer(content)
  // Unlike in an answer, nobody asked for an amount here: it must be said.
  if (!found || found.transfer.amountFen === null) throw new ForgedNotification('malformed')
  if (found.mchid !== mchid) throw new ForgedNotification('merchant')
  return { kind: 'transfer' as const, transfer: found.transfer }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new ForgedNotification('malformed')
  }
}

function oneValue(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value : null
}
