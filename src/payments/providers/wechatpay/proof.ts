import type { KeyObject } from 'node:crypto'
import { isSignedBy, message, SCHEMA } from './signature.ts'

/**
 * The one check for everything WeChat Pay says to us, answers and notifications alike: four headers, a key that we
 * hold, a moment at most five minutes away, and a signature over `timestamp\nnonce\nbody\n`.
 * Source: https://pay.weixin.qq.com/docs/merchant/development/interface-rules/build-verify-sign-src.html
 */
export const WINDOW_SECONDS = 300

export type ProofFault = 'headers' | 'stale' | 'serial' | 'signature'

export interface Spoken {
  /** Exactly one value a header; null where it is absent or came twice. */
  header(name: string): string | null
  body: Uint8Array | string
  now: Date
}

/** Null when proven. The cheap checks come first, so that a flood of forgeries costs no RSA. */
export function faultOf(spoken: Spoken, platformKeys: ReadonlyMap<string, KeyObject>): ProofFault | null {
  const [timestamp, nonce, serial, signature] = HEADERS.map((name) => spoken.header(name))
  if (!timestamp || !nonce || !serial || !signature) return 'headers'
  const schema = spoken.header('wechatpay-signature-type')
  if (schema && schema !== SCHEMA) return 'headers'
  if (!isWithinWindow(timestamp, spoken.now)) return 'stale'
  const key = platformKeys.get(serial)
  if (!key) return 'serial'
  return isSignedBy(key, message(timestamp, nonce, spoken.body), signature) ? null : 'signature'
}

export function isWithinWindow(timestamp: string, now: Date): boolean {
  if (!/^\d{1,11}$/.test(timestamp)) return false
  return Math.abs(now.getTime() / 1000 - Number(timestamp)) <= WINDOW_SECONDS
}

const HEADERS = ['wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-serial', 'wechatpay-signature']
