import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'

/** What a merchant holds. Everything but `baseUrl`, `mchid` and `appid` is secret or pins who may speak to us. */
export interface WechatPayConfig {
  /** `https://api.mch.weixin.qq.com`, or the sandbox on loopback. */
  baseUrl: string
  mchid: string
  appid: string
  /** Serial of the merchant's own certificate. */
  serialNo: string
  privateKeyPem: string
  /** 32 characters, set by the merchant; opens notifications. */
  apiV3Key: string
  /** Serial, or `PUB_KEY_ID_…`, to public key or certificate in PEM. Two during a rotation. */
  platformKeys: Readonly<Record<string, string>>
  /** After this long without a whole answer the outcome is unknown. Default 6,000. */
  timeoutMs?: number
}

/** The same, checked and with keys parsed once (parsing a PEM costs more than verifying with it). */
export interface OpenedConfig {
  baseUrl: URL
  mchid: string
  appid: string
  serialNo: string
  privateKey: KeyObject
  apiV3Key: string
  platformKeys: ReadonlyMap<string, KeyObject>
  /** Sent as `Wechatpay-Serial`, so that answers come signed by the public key we hold and not by a certificate. */
  publicKeyId: string | null
  timeoutMs: number
}

const DEFAULT_TIMEOUT_MS = 6_000
const SMALLEST_RSA_BITS = 2048

/** Throws at start, in words, rather than at the first payment. */
export function openConfig(config: WechatPayConfig): OpenedConfig {
  const baseUrl = new URL(config.baseUrl)
  if (baseUrl.protocol !== 'https:' && !isLoopback(baseUrl)) {
    throw new Error(`WeChat Pay base URL must be https (or loopback): ${config.baseUrl}`)
  }
  for (const field of ['mchid', 'appid', 'serialNo'] as const) {
    if (!/^[\w-]+$/.test(config[field])) throw new Error(`WeChat Pay ${field} is missing or malformed`)
  }
  if (Buffer.byteLength(config.apiV3Key) !== 32) throw new Error('WeChat Pay APIv3 key must have 32 bytes')
  const platformKeys = openPlatformKeys(config)
  return {
    baseUrl,
    mchid: config.mchid,
    appid: config.appid,
    serialNo: config.serialNo,
    privateKey: strongEnough(createPrivateKey(config.privateKeyPem), 'merchant private key'),
    apiV3Key: config.apiV3Key,
    platformKeys,
    publicKeyId: [...platformKeys.keys()].find((serial) => serial.startsWith('PUB_KEY_ID_')) ?? null,
    timeoutMs: config.timeoutMs ?? DEFAULT_TIMEOUT_MS,
  }
}

function openPlatformKeys(config: WechatPayConfig): ReadonlyMap<string, KeyObject> {
  const entries = Object.entries(config.platformKeys)
  if (entries.length === 0) throw new Error('WeChat Pay needs at least one platform key')
  // With its own key among the trusted ones, a merchant's request could be played back to it as an answer.
  if (config.serialNo in config.platformKeys) throw new Error('the merchant certificate is not a platform key')
  return new Map(entries.map(([serial, pem]) => [serial, strongEnough(createPublicKey(pem), `platform key ${serial}`)]))
}

function strongEnough(key: KeyObject, what: string): KeyObject {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (key.asymmetricKeyType !== 'rsa' || bits < SMALLEST_RSA_BITS) throw new Error(`${what} must be RSA, 2048 bits`)
  return key
}

function isLoopback(url: URL): boolean {
  return url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(url.hostname)
}
